package org.energymatching.plot;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Linear near a centre and logarithmic far from it, on both sides: {@code position = asinh((value − centre)/unit)/ln 10}.
 *
 * <p>So values of either sign that differ by orders of magnitude share an axis. Far out, one position more is a decade.
 *
 * @param centre where the axis is stretched most
 * @param unit the distance from it within which the axis is nearly linear, above zero
 */
record AroundScale(double centre, double unit) implements Scale {

    @Override
    public boolean shows(double value) {
        return Math.abs(value) <= LARGEST && Math.abs(value - centre) / unit <= LARGEST;
    }

    @Override
    public double forward(double value) {
        double distance = Math.abs(value - centre) / unit;
        return Math.copySign(Math.log10(distance + Math.hypot(distance, 1)), value - centre);
    }

    @Override
    public double inverse(double position) {
        return centre + unit * Math.sinh(position * Math.log(10));
    }

    @Override
    public Ticks ticks(double low, double high, int atMost) {
        return RoundTicks.between(this, low, high, atMost);
    }

    @Override
    public String density() {
        return "density along the axis";
    }

    @Override
    public String note() {
        String near = RoundTicks.label(BigDecimal.valueOf(centre).round(new MathContext(3)));
        return "The x axis is linear near " + near + ", logarithmic far off.";
    }
}
