package org.energymatching.data.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.energymatching.data.file.Nearest;
import org.energymatching.data.schema.TableEncoding.WordCode;
import org.energymatching.error.DataException;

/**
 * Encodes words as codes c of ±1 with Gaussian noise of deviation σ, and decodes to the nearest code.
 *
 * <pre>
 * z_j = c_{k,j} + σ n_j,   n ~ N(0, I)          level = argmax_k Σ_j c_{k,j} z_j
 * </pre>
 *
 * <p>Noise that would decode to another level is drawn again.
 */
final class LevelCells implements ColumnCode {

    private static final int TRIES = 16;

    private final String column;
    private final List<String> levels;
    private final Map<String, Integer> places = new HashMap<>();
    private final WordCode code;
    private final double noise;

    LevelCells(String column, List<String> levels, WordCode code, double noise) {
        this.column = column;
        this.levels = levels;
        this.code = code;
        this.noise = noise;
        for (int k = 0; k < levels.size(); k++) {
            places.put(levels.get(k), k);
        }
    }

    @Override
    public int width() {
        return code.width(levels.size());
    }

    @Override
    public void encode(String cell, RandomGenerator random, float[] out, int at) {
        Integer level = places.get(cell);
        if (level == null) {
            throw new DataException(
                    "Column '" + column + "' holds '" + cell + "'.",
                    "It is one of " + Nearest.brief(levels) + ".",
                    "Mend the cell, or infer the schema from all rows.");
        }
        for (int tried = 0; tried <= TRIES; tried++) {
            double deviation = tried == TRIES ? 0 : noise;
            for (int j = 0; j < width(); j++) {
                out[at + j] = (float) (code.sign(level, j) + deviation * random.nextGaussian());
            }
            if (nearest(out, at) == level) {
                return;
            }
        }
    }

    @Override
    public String decode(float[] in, int at) {
        return levels.get(nearest(in, at));
    }

    private int nearest(float[] in, int at) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < levels.size(); k++) {
            double product = 0;
            for (int j = 0; j < width(); j++) {
                product += code.sign(k, j) * (double) in[at + j];
            }
            if (product > highest) {
                best = k;
                highest = product;
            }
        }
        return best;
    }

    @Override
    public double logSlope(float[] in, int at) {
        return 0;
    }
}
