package org.energymatching.plot;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The colours that suit an image best, by cutting the space of its colours (Heckbert, 1982).
 *
 * <p>At first all colours lie in one part. The part whose colours scatter most in one channel, by the sum of the squared
 * distances from their mean, is cut across that channel at the mean, until there are enough: each gives its mean. (The
 * cut at the mean instead of the median, and the choice by the scatter, are those of Wan, Prusinkiewicz and Wong, 1990.)
 */
final class MedianCut {

    private MedianCut() {}

    /** At most {@code count} colours for what the cells hold; black for nothing. */
    static int[] of(ColourCells cells, int count) {
        int[] filled = IntStream.range(0, ColourCells.COUNT)
                .filter(cell -> cells.count(cell) > 0)
                .toArray();
        PriorityQueue<Part> parts =
                new PriorityQueue<>(Comparator.comparingDouble(Part::scatter).reversed());
        parts.add(Part.of(cells, filled));
        while (parts.size() < count && parts.element().scatter() > 0) {
            parts.addAll(parts.remove().halves(cells));
        }
        return parts.stream().mapToInt(Part::colour).toArray();
    }

    /**
     * Some of the cells.
     *
     * @param channel in which their colours scatter most
     * @param middle the mean in that channel
     * @param scatter the sum of the squared distances from it
     * @param colour the mean in all channels
     */
    private record Part(int[] members, int channel, double middle, double scatter, int colour) {

        static Part of(ColourCells cells, int[] members) {
            long count =
                    Math.max(1, Arrays.stream(members).mapToLong(cells::count).sum());
            int widest = 0;
            double middle = 0;
            double scatter = 0;
            int colour = 0;
            for (int channel = 2; channel >= 0; channel--) {
                long sum = 0;
                for (int cell : members) {
                    sum += cells.sum(channel, cell);
                }
                double mean = (double) sum / count;
                double squares = 0;
                for (int cell : members) {
                    double distance = cells.mean(channel, cell) - mean;
                    squares += cells.count(cell) * distance * distance;
                }
                if (squares > scatter && members.length > 1) {
                    widest = channel;
                    middle = mean;
                    scatter = squares;
                }
                colour = colour << 8 | (int) Math.round(mean);
            }
            return new Part(members, widest, middle, scatter, colour);
        }

        List<Part> halves(ColourCells cells) {
            return List.of(side(cells, true), side(cells, false));
        }

        private Part side(ColourCells cells, boolean below) {
            int[] side = Arrays.stream(members)
                    .filter(cell -> cells.mean(channel, cell) < middle == below)
                    .toArray();
            return of(cells, side);
        }
    }
}
