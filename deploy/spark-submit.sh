#!/usr/bin/env bash
# A million samples and their energies on a cluster of Spark 4. LIB is the folder lib/ of the packed program with the jar of
# energy-matching-spark beside the others, at a path that all machines see: its jars go before Spark's, which bring older ones.
# RUN, OUT and ENERGIES are on a file system of Hadoop.
set -eu
: "${LIB:?the folder of jars}"
: "${RUN:?the run directory}"
: "${OUT:?the table of samples}"
: "${ENERGIES:?the table of energies}"
submit() {
  spark-submit --master "${MASTER:-yarn}" --driver-class-path "$LIB/*" --conf "spark.executor.extraClassPath=$LIB/*" \
    --class org.energymatching.spark.SparkProgram "$LIB"/energy-matching-spark-*.jar "$@"
}
submit sample "$RUN" 1000000 "$OUT"
submit energy "$RUN" "$OUT" "$ENERGIES"
