# CUDA and cuDNN for benchmarks/gpu and em; the driver comes from the host (docker run --gpus all). Built from the project's root:
# Not built by the developers, who have no GPU:
#   docker build -f benchmarks/gpu.Dockerfile -t energy-matching-gpu .
FROM nvidia/cuda:13.1.0-cudnn-runtime-ubuntu24.04
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-21-jdk-headless maven && rm -rf /var/lib/apt/lists/*
WORKDIR /energy-matching
COPY . .
RUN mvn -q -B -Pdist,cuda -DskipTests package
CMD ["benchmarks/gpu"]
