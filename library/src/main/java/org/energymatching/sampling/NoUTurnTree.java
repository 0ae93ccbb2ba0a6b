package org.energymatching.sampling;

import java.util.Arrays;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * The trajectory of one chain, or of chains that interact, in {@link NoUTurn}: it doubles, to the left or to the right at random,
 * until its ends move towards one another; built leaf by leaf (Lao and Dillon 2019; Phan, Pradhan and Jankowiak 2019).
 *
 * <p>Within a half that is added, leaf n ends as many balanced subtrees as n has trailing ones in binary; their first leaves
 * are in {@link #firsts}. A half that makes a U-turn or diverges is dropped and ends the trajectory.
 */
final class NoUTurnTree {

    /** ΔH/ε from which on a trajectory diverges. */
    private static final double DIVERGENCE = 1000;

    /**
     * A state of the trajectory.
     *
     * @param q the position
     * @param p the momentum
     * @param energy U of each row
     * @param drift -∇U
     */
    record Leaf(double[] q, double[] p, double[] energy, float[] drift) {

        double hamiltonian() {
            return Arrays.stream(energy).sum() + 0.5 * dot(p, p);
        }
    }

    private final double epsilon;
    private final double s;
    private final int maxDepth;
    private final Rng rng;
    private final double start;
    private final Leaf[] ends;
    private final Leaf[] firsts;
    private Leaf drawn;
    private double logWeight;
    private int depth;
    private double acceptance;
    private int leaps;
    private boolean done;

    private int side;
    private int n;
    private @Nullable Leaf drawnHalf;
    private double logWeightHalf;

    /**
     * A trajectory of one leaf.
     *
     * @param s the length of a leapfrog step
     */
    NoUTurnTree(Leaf start, double epsilon, double s, int maxDepth, Rng rng) {
        this.epsilon = epsilon;
        this.s = s;
        this.maxDepth = maxDepth;
        this.rng = rng;
        this.start = start.hamiltonian();
        ends = new Leaf[] {start, start};
        firsts = new Leaf[maxDepth + 1];
        drawn = start;
        begin();
    }

    boolean done() {
        return done;
    }

    /** The state that was drawn from the trajectory. */
    Leaf drawn() {
        return drawn;
    }

    /** The mean of min(1, exp(-ΔH/ε)) over the trajectory; NaN at ε = 0. */
    double acceptance() {
        return epsilon == 0 ? Double.NaN : acceptance / leaps;
    }

    private void begin() {
        side = rng.nextBoolean() ? 1 : 0;
        n = 0;
        drawnHalf = null;
        logWeightHalf = Double.NEGATIVE_INFINITY;
    }

    private double step() {
        return side == 1 ? s : -s;
    }

    /** p + ½ s' (-∇U), s' = ±s. */
    private double[] kicked(double[] p, float[] drift) {
        double[] kicked = new double[p.length];
        Arrays.setAll(kicked, j -> p[j] + 0.5 * step() * drift[j]);
        return kicked;
    }

    /** The position of the next leaf. */
    double[] next() {
        Leaf end = ends[side];
        double[] q = kicked(end.p, end.drift);
        Arrays.setAll(q, j -> end.q[j] + step() * q[j]);
        return q;
    }

    /** Adds the next leaf, given U and -∇U there. */
    void add(double[] q, double[] energy, float[] drift) {
        Leaf end = ends[side];
        Leaf leaf = new Leaf(q, kicked(kicked(end.p, end.drift), drift), energy, drift);
        if (epsilon == 0) {
            drawn = leaf; // without momentum the first leapfrog step is the gradient step: s · ½ s ∇U = Δt ∇U
            done = true;
            return;
        }
        ends[side] = leaf;
        double log = (start - leaf.hamiltonian()) / epsilon;
        leaps++;
        acceptance += Double.isNaN(log) ? 0 : Math.exp(Math.min(0, log));
        done = !(log > -DIVERGENCE) || turns(leaf);
        if (done) {
            return;
        }
        logWeightHalf = logSum(logWeightHalf, log);
        if (Math.log(rng.nextDouble()) < log - logWeightHalf) {
            drawnHalf = leaf;
        }
        if (++n == 1 << depth) {
            join();
        }
    }

    /** Whether a subtree of the half that ends at this leaf has made a U-turn. */
    private boolean turns(Leaf leaf) {
        int last = Integer.bitCount(n >> 1);
        if (n % 2 == 0) {
            firsts[last] = leaf;
            return false;
        }
        int subtrees = Integer.numberOfTrailingZeros(~n);
        boolean turned = false;
        for (int k = last; k > last - subtrees; k--) {
            turned |= side == 1 ? turned(firsts[k], leaf) : turned(leaf, firsts[k]);
        }
        return turned;
    }

    /** Adds the half to the trajectory; the drawn state moves to it with probability min(1, the ratio of their weights). */
    private void join() {
        if (drawnHalf != null && Math.log(rng.nextDouble()) < logWeightHalf - logWeight) {
            drawn = drawnHalf;
        }
        logWeight = logSum(logWeight, logWeightHalf);
        depth++;
        done = depth == maxDepth || turned(ends[0], ends[1]);
        begin();
    }

    /** (q₊ - q₋)·p₋ ≤ 0 or (q₊ - q₋)·p₊ ≤ 0. */
    private static boolean turned(Leaf left, Leaf right) {
        double[] way = new double[left.q.length];
        Arrays.setAll(way, j -> right.q[j] - left.q[j]);
        return !(dot(way, left.p) > 0 && dot(way, right.p) > 0);
    }

    private static double logSum(double a, double b) {
        return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
