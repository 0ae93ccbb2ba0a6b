package org.energymatching.data.schema;

/**
 * The standard normal distribution in double precision.
 *
 * <pre>
 * φ(z) = exp(-z²/2) / √(2π),  Φ(z) = ∫ φ from -∞ to z
 * </pre>
 *
 * <p>Φ is Marsaglia's series for |z| up to 5, to an absolute 1e-16, and the continued fraction of the tail beyond; Φ⁻¹ is Wichura's
 * AS 241, to 16 digits.
 * Sources: Marsaglia, Evaluating the normal distribution, 2004; Wichura, The percentage points of the normal distribution, 1988.
 */
final class Normal {

    private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private static final double[] CENTRE = {
        3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
        45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227
    };
    private static final double[] CENTRE_BELOW = {
        1,
        42.31333070160091,
        687.1870074920579,
        5394.196021424751,
        21213.794301586597,
        39307.89580009271,
        28729.085735721943,
        5226.495278852854
    };
    private static final double[] MIDDLE = {
        1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
        1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414
    };
    private static final double[] MIDDLE_BELOW = {
        1,
        2.053191626637759,
        1.6763848301838038,
        0.6897673349851,
        0.14810397642748008,
        0.015198666563616457,
        0.0005475938084995345,
        1.0507500716444169e-09
    };
    private static final double[] TAIL = {
        6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
        0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-05, 2.0103343992922881e-07
    };
    private static final double[] TAIL_BELOW = {
        1,
        0.599832206555888,
        0.1369298809227358,
        0.014875361290850615,
        0.0007868691311456133,
        1.8463183175100548e-05,
        1.421511758316446e-07,
        2.0442631033899397e-15
    };

    private Normal() {}

    /** log φ(z). */
    static double logDensity(double z) {
        return -0.5 * z * z - LOG_ROOT_TWO_PI;
    }

    /** Φ(z). */
    static double probability(double z) {
        if (Math.abs(z) < 5) {
            double term = z;
            double sum = z;
            for (int i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
                term *= z * z / i;
                sum += term;
            }
            return 0.5 + sum * Math.exp(logDensity(z));
        }
        return z < 0 ? tail(-z) : 1 - tail(z);
    }

    /** 1 - Φ(z) for z of 5 and above: φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))). */
    private static double tail(double z) {
        double fraction = z;
        for (int i = 60; i > 0; i--) {
            fraction = z + i / fraction;
        }
        return Math.exp(logDensity(z)) / fraction;
    }

    /** Φ⁻¹(p); infinite at 0 and 1. */
    static double quantile(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= 0.425) {
            return q * ratio(CENTRE, CENTRE_BELOW, 0.180625 - q * q);
        }
        double outside = q < 0 ? p : 1 - p;
        if (outside <= 0) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double r = Math.sqrt(-Math.log(outside));
        double z = r <= 5 ? ratio(MIDDLE, MIDDLE_BELOW, r - 1.6) : ratio(TAIL, TAIL_BELOW, r - 5);
        return q < 0 ? -z : z;
    }

    private static double ratio(double[] above, double[] below, double x) {
        return polynomial(above, x) / polynomial(below, x);
    }

    private static double polynomial(double[] coefficients, double x) {
        double value = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            value = value * x + coefficients[i];
        }
        return value;
    }
}
