package org.energymatching.data.schema;

import org.energymatching.error.UsageException;

/**
 * The encoding of the cells of a table as numbers.
 *
 * @param numbers the map of continuous and whole columns
 * @param words the code of words
 * @param noise standard deviation of the noise on the ±1 of words, above zero
 */
public record TableEncoding(NumberMap numbers, WordCode words, double noise) {

    /** Checks the noise. */
    public TableEncoding {
        if (!(noise > 0 && noise <= 1)) {
            throw new UsageException(
                    "The noise on words is " + noise + ".", "It is above 0 and at most 1.", "Choose for example 0.2.");
        }
    }

    /** Quantiles to a standard normal, one-hot, noise 0.2. */
    public static TableEncoding standard() {
        return new TableEncoding(NumberMap.QUANTILE, WordCode.ONE_HOT, 0.2);
    }

    /** The map of a column of numbers. */
    public enum NumberMap {
        /** Quantiles to a standard normal. */
        QUANTILE,
        /** Standardised; the logarithm of the distance to a bound, or the logit between two, where there are bounds. */
        STANDARD
    }

    /** The code of a level, of numbers -1 and 1. */
    public enum WordCode {
        /** One-hot: a 1 in the level's position. */
        ONE_HOT {
            @Override
            int width(int levels) {
                return levels;
            }

            @Override
            int sign(int level, int j) {
                return level == j ? 1 : -1;
            }
        },
        /** The binary digits of the level's index (analog bits; Chen, Zhang and Hinton 2022). */
        ANALOG_BITS {
            @Override
            int width(int levels) {
                return Math.max(1, 32 - Integer.numberOfLeadingZeros(levels - 1));
            }

            @Override
            int sign(int level, int j) {
                return (level >> j & 1) == 1 ? 1 : -1;
            }
        };

        /** The number of numbers in a code. */
        abstract int width(int levels);

        /** Number j of the code of a level. */
        abstract int sign(int level, int j);
    }

    /** The encoding of a column of a type, in words. */
    public String text(ColumnType type) {
        if (type instanceof ColumnType.Constant) {
            return "put back";
        }
        if (type instanceof ColumnType.Identifier) {
            return "left out";
        }
        if (type instanceof ColumnType.Bool) {
            return "1 noised bit";
        }
        if (type instanceof ColumnType.Categorical words) {
            return words() == WordCode.ONE_HOT
                    ? "noised one-hot, " + words.levels().size() + " numbers"
                    : words().width(words.levels().size()) + " noised bits";
        }
        if (type instanceof ColumnType.Timestamp timestamp) {
            return DateFormat.of(timestamp.format()).hasHours()
                    ? "trend; hour, weekday, day of the year"
                    : "trend; weekday, day of the year";
        }
        if (numbers == NumberMap.QUANTILE) {
            return "quantiles to a normal";
        }
        return type instanceof ColumnType.Bounded bounded
                ? Double.isFinite(bounded.low()) && Double.isFinite(bounded.high())
                        ? "logit, standardised"
                        : "log distance, standardised"
                : type instanceof ColumnType.Whole ? "logit, standardised" : "standardised";
    }
}
