package org.energymatching.nn.feature;

import static org.energymatching.tensor.engine.Binding.unwrap;
import static org.energymatching.tensor.engine.Binding.wrap;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.global.torch;
import org.energymatching.tensor.Tensor;

/** A stage of an Inception network: its convolutions and its function, (B, c, h, w) to (B, c′, h′, w′). */
sealed interface InceptionStage {

    /** Its convolutions, in order. */
    Stream<ConvolutionSpec> convolutions();

    /** Its output for x, with the convolutions by their names. */
    Tensor apply(Tensor x, Map<String, FoldedConvolution> folded);

    /** A convolution, its normalization and a rectifier. */
    record Convolution(ConvolutionSpec spec) implements InceptionStage {

        @Override
        public Stream<ConvolutionSpec> convolutions() {
            return Stream.of(spec);
        }

        @Override
        public Tensor apply(Tensor x, Map<String, FoldedConvolution> folded) {
            FoldedConvolution convolution = folded.get(spec.convolution());
            if (convolution == null) {
                throw new IllegalArgumentException("no convolution named " + spec.convolution());
            }
            return convolution.apply(x).relu();
        }
    }

    /** The maximum or the mean of 3 by 3 pixels. */
    enum Pooling implements InceptionStage {
        /** The maximum of each 3 by 3 pixels inside the image with a stride of 2: half the size. */
        HALVING {
            @Override
            public Tensor apply(Tensor x, Map<String, FoldedConvolution> folded) {
                return wrap(torch.max_pool2d(unwrap(x), WINDOW, TWO, NONE, ONE, false));
            }
        },
        /** The maximum of the 3 by 3 pixels around each. */
        LARGEST {
            @Override
            public Tensor apply(Tensor x, Map<String, FoldedConvolution> folded) {
                return wrap(torch.max_pool2d(unwrap(x), WINDOW, ONE, ONE, ONE, false));
            }
        },
        /** The mean of the 3 by 3 pixels around each, at the border of those inside the image, as in TensorFlow. */
        MEAN {
            @Override
            public Tensor apply(Tensor x, Map<String, FoldedConvolution> folded) {
                return wrap(torch.avg_pool2d(unwrap(x), WINDOW, ONE, ONE, false, false, new LongOptional()));
            }
        };

        private static final long[] WINDOW = {3, 3};
        private static final long[] NONE = {0, 0};
        private static final long[] ONE = {1, 1};
        private static final long[] TWO = {2, 2};

        @Override
        public Stream<ConvolutionSpec> convolutions() {
            return Stream.empty();
        }
    }

    /** A sequence of stages. */
    record Sequence(List<InceptionStage> stages) implements InceptionStage {

        /** These stages one after another. */
        static Sequence of(InceptionStage... stages) {
            return new Sequence(List.of(stages));
        }

        @Override
        public Stream<ConvolutionSpec> convolutions() {
            return stages.stream().flatMap(InceptionStage::convolutions);
        }

        @Override
        public Tensor apply(Tensor x, Map<String, FoldedConvolution> folded) {
            Tensor y = x;
            for (InceptionStage stage : stages) {
                y = stage.apply(y, folded);
            }
            return y;
        }
    }

    /** Parallel stages on the same input, with their channels concatenated. */
    record Branches(List<InceptionStage> stages) implements InceptionStage {

        /** These stages in parallel. */
        static Branches of(InceptionStage... stages) {
            return new Branches(List.of(stages));
        }

        @Override
        public Stream<ConvolutionSpec> convolutions() {
            return stages.stream().flatMap(InceptionStage::convolutions);
        }

        @Override
        public Tensor apply(Tensor x, Map<String, FoldedConvolution> folded) {
            return Tensor.concat(
                    stages.stream().map(stage -> stage.apply(x, folded)).toList(), 1);
        }
    }
}
