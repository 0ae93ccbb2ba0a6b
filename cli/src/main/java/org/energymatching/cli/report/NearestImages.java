package org.energymatching.cli.report;

import java.util.List;
import org.energymatching.data.image.ImageSet;
import org.energymatching.tensor.Workers;

/**
 * To each of some images the nearest one of a set, by the Euclidean distance of their pixels in [−1, 1].
 *
 * <pre>argmin_j √Σ_k (x_k − y_jk)²</pre>
 *
 * @param indices which ones they are
 * @param distances how far away
 */
record NearestImages(int[] indices, double[] distances) {

    /** Half of the range of a byte: what a difference of 1 is in pixels. */
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

    /** The squared distance in bytes, or something above the limit as soon as it is known to exceed it. */
    private static long square(byte[] x, byte[] y, long limit) {
        long sum = 0;
        for (int k = 0; k < x.length && sum <= limit; k++) {
            int difference = Byte.toUnsignedInt(x[k]) - Byte.toUnsignedInt(y[k]);
            sum += (long) difference * difference;
        }
        return sum;
    }
}
