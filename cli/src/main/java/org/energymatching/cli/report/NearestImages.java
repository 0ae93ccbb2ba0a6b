package org.energymatching.cli.report;

import java.util.List;
import org.energymatching.data.image.ImageSet;
import org.energymatching.tensor.Workers;

/**
 * The nearest neighbour of each of some images in a set, by the Euclidean distance of their pixels in [−1, 1].
 *
 * <pre>argmin_j √Σ_k (x_k − y_jk)²</pre>
 *
 * @param indices of the nearest neighbours
 * @param distances of the nearest neighbours
 */
record NearestImages(int[] indices, double[] distances) {

    /** Half of the range of a byte: a difference of 1 in pixels. */
    private static final double UNIT = 127.5;

    private record Match(int index, long square) {}

    static NearestImages of(ImageSet images, ImageSet among) {
        List<Match> matches = Workers.common().map(images.count(), i -> nearest(images.image(i), among));
        return new NearestImages(
                matches.stream().mapToInt(Match::index).toArray(),
                matches.stream()
                        .mapToDouble(match -> Math.sqrt((double) match.square()) / UNIT)
                        .toArray());
    }

    private static Match nearest(byte[] image, ImageSet among) {
        Match best = new Match(-1, Long.MAX_VALUE);
        for (int j = 0; j < among.count(); j++) {
            long square = square(image, among.image(j), best.square());
            if (square < best.square()) {
                best = new Match(j, square);
            }
        }
        return best;
    }

    /** The squared distance in bytes, or a number above the limit as soon as it is known to exceed it. */
    private static long square(byte[] x, byte[] y, long limit) {
        long sum = 0;
        for (int k = 0; k < x.length && sum <= limit; k++) {
            int difference = Byte.toUnsignedInt(x[k]) - Byte.toUnsignedInt(y[k]);
            sum += (long) difference * difference;
        }
        return sum;
    }
}
