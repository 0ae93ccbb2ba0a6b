package org.energymatching.sampling;

/** Φ⁻¹, the quantile of the standard normal distribution, to about 15 digits (Wichura 1988, algorithm AS 241). */
final class NormalQuantile {

    /** Numerator and denominator for |p - ½| ≤ 0.425, lowest power first. */
    private static final double[][] CENTRE = {
        {
            3.3871328727963665,
            133.14166789178438,
            1971.5909503065513,
            13731.69376550946,
            45921.95393154987,
            67265.7709270087,
            33430.57558358813,
            2509.0809287301227
        },
        {
            1,
            42.31333070160091,
            687.1870074920579,
            5394.196021424751,
            21213.794301586597,
            39307.89580009271,
            28729.085735721943,
            5226.495278852546
        }
    };

    /** For √(-ln p) ≤ 5. */
    private static final double[][] TAIL = {
        {
            1.4234371107496835,
            4.630337846156546,
            5.769497221460691,
            3.6478483247632045,
            1.2704582524523684,
            0.2417807251774506,
            0.022723844989269184,
            0.0007745450142783414
        },
        {
            1,
            2.053191626637759,
            1.6763848301838038,
            0.6897673349851,
            0.14810397642748008,
            0.015198666563616457,
            0.0005475938084995345,
            1.0507500716444169e-9
        }
    };

    /** Beyond. */
    private static final double[][] FAR = {
        {
            6.657904643501103,
            5.463784911164114,
            1.7848265399172913,
            0.29656057182850487,
            0.026532189526576124,
            0.0012426609473880784,
            2.7115555687434876e-5,
            2.0103343992922881e-7
        },
        {
            1,
            0.5998322065558879,
            0.1369298809227358,
            0.014875361290850615,
            0.0007868691311456133,
            1.8463183175100548e-5,
            1.421511758316446e-7,
            2.0442631033899397e-15
        }
    };

    private NormalQuantile() {}

    /** The z that a standard normal deviate stays below with probability p, 0 &lt; p &lt; 1. */
    static double at(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= 0.425) {
            return q * ratio(CENTRE, 0.180625 - q * q);
        }
        double r = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
        return Math.copySign(r <= 5 ? ratio(TAIL, r - 1.6) : ratio(FAR, r - 5), q);
    }

    private static double ratio(double[][] coefficients, double r) {
        return polynomial(coefficients[0], r) / polynomial(coefficients[1], r);
    }

    private static double polynomial(double[] coefficients, double r) {
        double value = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            value = value * r + coefficients[i];
        }
        return value;
    }
}
