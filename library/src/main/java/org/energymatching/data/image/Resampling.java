package org.energymatching.data.image;

/**
 * Resampling along one axis of an image: each pixel of the new image is a weighted mean of pixels of the original.
 *
 * <p>For a smaller image, the new pixel is the mean over the area that it covers: the weight of pixel j is the length of its overlap.
 * For a larger image, it is a linear interpolation between the centres of its two neighbours. Both axes are averaged in floats and
 * rounded once.
 *
 * @param original the number of original pixels
 * @param first the first original pixel of each new one
 * @param weights of that pixel and those after it; their sum is 1
 */
record Resampling(int original, int[] first, float[][] weights) {

    /** Divides the interval [from, to] of an axis of {@code size} pixels into {@code wanted} new ones. */
    static Resampling of(int size, double from, double to, int wanted) {
        double step = (to - from) / wanted;
        int[] first = new int[wanted];
        float[][] weights = new float[wanted][];
        for (int i = 0; i < wanted; i++) {
            double start = from + i * step;
            if (step >= 1) {
                int end = Math.min(size, (int) Math.ceil(start + step));
                first[i] = Math.min(size - 1, (int) start);
                weights[i] = overlaps(first[i], end, start, start + step);
            } else {
                double centre = Math.max(0, Math.min(size - 1, start + step / 2 - 0.5));
                first[i] = Math.min(Math.max(0, size - 2), (int) centre);
                float share = (float) (centre - first[i]);
                weights[i] = size == 1 ? new float[] {1} : new float[] {1 - share, share};
            }
        }
        return new Resampling(size, first, weights);
    }

    private static float[] overlaps(int first, int end, double start, double stop) {
        float[] overlaps = new float[end - first];
        for (int j = first; j < end; j++) {
            overlaps[j - first] = (float) ((Math.min(j + 1, stop) - Math.max(j, start)) / (stop - start));
        }
        return overlaps;
    }

    /** The number of new pixels. */
    int size() {
        return first.length;
    }

    /** Averages every plane of an image along both axes. */
    static byte[] apply(byte[] image, int planes, Resampling vertical, Resampling horizontal) {
        int rows = vertical.original;
        int width = horizontal.size();
        byte[] changed = new byte[planes * vertical.size() * width];
        float[] narrowed = new float[rows * width];
        for (int plane = 0; plane < planes; plane++) {
            for (int row = 0; row < rows; row++) {
                int start = (plane * rows + row) * horizontal.original;
                for (int i = 0; i < width; i++) {
                    float sum = 0;
                    for (int j = 0; j < horizontal.weights[i].length; j++) {
                        int pixel = Byte.toUnsignedInt(image[start + horizontal.first[i] + j]);
                        sum += horizontal.weights[i][j] * pixel;
                    }
                    narrowed[row * width + i] = sum;
                }
            }
            for (int i = 0; i < vertical.size() * width; i++) {
                float[] weights = vertical.weights[i / width];
                float sum = 0;
                for (int j = 0; j < weights.length; j++) {
                    sum += weights[j] * narrowed[(vertical.first[i / width] + j) * width + i % width];
                }
                changed[plane * vertical.size() * width + i] = (byte) Math.round(sum);
            }
        }
        return changed;
    }
}
