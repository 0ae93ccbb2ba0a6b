package org.energymatching.cli.restore;

import org.energymatching.error.UsageException;
import org.energymatching.inverse.NoiseModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/**
 * Noise in the syntax of the command line: {@code 0.1}, {@code gaussian:0.1}, {@code poisson:30}, or 0 for none.
 *
 * @param text the text of the command line
 * @param model null for exact measurements
 * @param sigma of Gaussian noise; NaN for other noise
 */
record NoiseText(String text, @Nullable NoiseModel model, double sigma) {

    private static final String GAUSSIAN = "gaussian:";
    private static final String POISSON = "poisson:";

    /** Reads the option of the command line. */
    static final class Converter implements ITypeConverter<NoiseText> {

        @Override
        public NoiseText convert(String text) {
            return of(text);
        }
    }

    static NoiseText of(String text) {
        if (text.startsWith(POISSON)) {
            return new NoiseText(text, NoiseModel.poisson(number(text, POISSON)), Double.NaN);
        }
        double sigma = number(text, text.startsWith(GAUSSIAN) ? GAUSSIAN : "");
        return new NoiseText(text, sigma == 0 ? null : NoiseModel.gaussian(sigma), sigma);
    }

    /** Whether measurements have no noise. */
    boolean exact() {
        return model == null;
    }

    boolean gaussian() {
        return !Double.isNaN(sigma);
    }

    private static double number(String text, String before) {
        try {
            return Double.parseDouble(text.substring(before.length()));
        } catch (NumberFormatException unreadable) {
            throw new UsageException(
                    "'" + text + "' is no noise.",
                    "Noise is a deviation in the units of the measurement, such as 0.1, or poisson:PEAK for counted"
                            + " particles, PEAK of them in a white pixel.",
                    "Give for example --noise 0.1, --noise poisson:30, or --noise 0 for exact measurements.");
        }
    }
}
