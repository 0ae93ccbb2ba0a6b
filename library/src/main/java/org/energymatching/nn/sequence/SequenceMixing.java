package org.energymatching.nn.sequence;

import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The middle of a {@link SequenceAttention}, from rows n (B · L, C) sequence by sequence to rows of the same shape, and the
 * derivatives; s = 1/√d, and P stands for the softmax of queries and keys in the linear kind, of the map in the other.
 *
 * <pre>
 * q = P(n Q),  k = P(n K),  A = s q kᵀ,  Y = A n,  y = Y M + b
 * back:   gY = g Mᵀ,  gA = gY nᵀ,  gq = s gA k,  gk = s gAᵀ q,   dV/dn = Aᵀ gY + gq' Qᵀ + gk' Kᵀ,   ' back through P
 * along:  Ȧ = s (q̇ kᵀ + q k̇ᵀ),  Ẏ = Ȧ n + A ṅ,  ẏ = Ẏ M
 * again:  as back, with  sA = sY nᵀ + gY ṅᵀ,  sq = s (sA k + gA k̇),  sk = s (sAᵀ q + gAᵀ q̇),  and Ȧᵀ gY added to dS/dn
 * </pre>
 */
final class SequenceMixing implements Evaluated {

    private static final int HEADS = SequenceAttention.HEADS;
    private static final double SCALE = SequenceAttention.SCALE;
    private static final String QUERIES = ".queries";
    private static final String KEYS = ".keys";
    private static final String OUTPUTS = ".outputs";
    private static final String BIAS = ".bias";
    private static final String BACK = ".back";

    private final Tensor n;
    private final String name;
    private final int channels;
    private final int length;
    private final boolean linear;
    private final DirectRun run;
    private final HeadProducts products;
    private final Part queries;
    private final Part keys;
    private final Tensor map;
    private final @Nullable Softmax softmax;
    private final Tensor mixed;
    private final Tensor y;
    private @Nullable Tensor gradient;
    private @Nullable Tensor ofMixed;
    private @Nullable Tensor ofScores;
    private @Nullable Tensor direction;
    private @Nullable Tensor mapMoved;
    private @Nullable Tensor mixedMoved;

    /** Q (C, 128), K (C, 128), M (heads · C, C) and b (C). */
    static void prepare(
            String name,
            SequenceWeights weights,
            Supplier<Tensor> queries,
            Supplier<Tensor> keys,
            Supplier<Tensor> outputs,
            Supplier<Tensor> bias) {
        Map.of(QUERIES, queries, KEYS, keys, OUTPUTS, outputs).forEach((key, made) -> {
            weights.add(name + key, made);
            weights.addForm(name + key + BACK, () -> SequenceWeights.rearranged(weights.get(name + key), 1, 0));
        });
        weights.measure(name + QUERIES);
        weights.measure(name + KEYS);
        weights.add(name + BIAS, bias);
    }

    /**
     * Evaluates.
     *
     * @param name the prefix of the weights' keys
     */
    SequenceMixing(String name, Tensor n, int channels, int length, boolean linear, DirectRun run) {
        this.n = n;
        this.name = name;
        this.channels = channels;
        this.length = length;
        this.linear = linear;
        this.run = run;
        int sequences = Math.toIntExact(n.unwrap().size(0) / length);
        this.products = new HeadProducts(sequences, length, HEADS, SequenceAttention.FEATURES);
        this.queries = new Part(name + QUERIES, true);
        this.keys = new Part(name + KEYS, false);
        Tensor scores = newMap();
        products.scores(queries.value(), keys.value(), SCALE, scores, 0);
        this.softmax = linear ? null : Softmax.of(scores, this::overMap, false, run);
        this.map = softmax == null ? run.save(scores) : softmax.value();
        this.mixed = run.saveIfTraining(newMixed());
        products.spread(map, n, channels, mixed, 0);
        this.y = MatrixProducts.repeated(
                run.weight(name + BIAS), n.unwrap().size(0), run.ones(n.unwrap().size(0)));
        MatrixProducts.put(
                mixed, 0, run.weight(name + OUTPUTS), 0, y, 0, n.unwrap().size(0), 1);
    }

    @Override
    public Tensor value() {
        return y;
    }

    @Override
    public Tensor back(Tensor g) {
        try (Scope scope = Scope.open()) {
            gradient = run.saveIfTraining(g);
            ofMixed = run.saveIfTraining(MatrixProducts.of(g, run.weight(name + OUTPUTS + BACK)));
            Tensor ofMap = newMap();
            products.against(ofMixed, n, channels, ofMap, 0);
            ofScores = run.saveIfTraining(softmax == null ? ofMap : softmax.back(ofMap));
            Tensor ofN = MatrixProducts.unset(n.unwrap().size(0), channels);
            products.gathered(map, ofMixed, channels, ofN, 0);
            Tensor ofQ = newFeatures();
            products.mixed(ofScores, keys.value(), SCALE, ofQ, 0);
            queries.back(ofQ, ofN);
            Tensor ofK = newFeatures();
            products.mixedBack(ofScores, queries.value(), SCALE, ofK, 0);
            keys.back(ofK, ofN);
            return scope.keep(ofN);
        }
    }

    @Override
    public Tensor along(Tensor dn) {
        try (Scope scope = Scope.open()) {
            direction = run.save(dn);
            queries.along(dn);
            keys.along(dn);
            Tensor scores = newMap();
            products.scores(queries.moved(), keys.value(), SCALE, scores, 0);
            products.scores(queries.value(), keys.moved(), SCALE, scores, 1);
            mapMoved = run.save(softmax == null ? scores : softmax.along(scores));
            mixedMoved = run.save(newMixed());
            products.spread(mapMoved, n, channels, mixedMoved, 0);
            products.spread(map, dn, channels, mixedMoved, 1);
            return scope.keep(MatrixProducts.of(mixedMoved, run.weight(name + OUTPUTS)));
        }
    }

    @Override
    public Tensor again(Tensor s) {
        try (Scope scope = Scope.open()) {
            long rows = n.unwrap().size(0);
            Tensor ofOutputs = run.gradient(name + OUTPUTS);
            MatrixProducts.addOuter(mixed, 0, s, 0, rows, ofOutputs, 0);
            MatrixProducts.addColumnSums(
                    s, run.gradient(name + BIAS), run.ones(s.unwrap().size(0)));
            Tensor sMixed = MatrixProducts.of(s, run.weight(name + OUTPUTS + BACK));
            Tensor sMap = newMap();
            products.against(sMixed, n, channels, sMap, 0);
            Tensor sN = MatrixProducts.unset(n.unwrap().size(0), channels);
            products.gathered(map, sMixed, channels, sN, 0);
            Tensor sQ = newFeatures();
            Tensor sK = newFeatures();
            int kept = 0;
            if (direction != null
                    && gradient != null
                    && ofMixed != null
                    && ofScores != null
                    && mapMoved != null
                    && mixedMoved != null) {
                kept = 1;
                MatrixProducts.addOuter(mixedMoved, 0, gradient, 0, rows, ofOutputs, 0);
                products.against(ofMixed, direction, channels, sMap, 1);
                products.gathered(mapMoved, ofMixed, channels, sN, 1);
                products.mixed(ofScores, keys.moved(), SCALE, sQ, 0);
                products.mixedBack(ofScores, queries.moved(), SCALE, sK, 0);
            }
            Tensor sScores = softmax == null ? sMap : softmax.again(sMap);
            products.mixed(sScores, keys.value(), SCALE, sQ, kept);
            products.mixedBack(sScores, queries.value(), SCALE, sK, kept);
            queries.again(sQ, sN, direction);
            keys.again(sK, sN, direction);
            return scope.keep(sN);
        }
    }

    private Tensor newMap() {
        return MatrixProducts.unset(n.unwrap().size(0) * HEADS, length);
    }

    private Tensor newMixed() {
        return MatrixProducts.unset(n.unwrap().size(0), (long) HEADS * channels);
    }

    private Tensor newFeatures() {
        return MatrixProducts.unset(n.unwrap().size(0), SequenceAttention.WIDTH);
    }

    /** Sums over the L weights of a position and head. */
    private Tensor overMap(Tensor x) {
        return MatrixProducts.rowSums(x, length, run.ones(length));
    }

    /** Queries or keys: a projection of n, with a softmax behind it in the linear kind. */
    private final class Part {
        private final String key;
        private final Tensor value;
        private final @Nullable Softmax normal;
        private @Nullable Tensor gradient;
        private @Nullable Tensor moved;

        Part(String key, boolean overFeatures) {
            this.key = key;
            Tensor projected = MatrixProducts.of(n, run.weight(key));
            if (linear) {
                Tensor groups = overFeatures
                        ? projected.reshape(-1, SequenceAttention.FEATURES)
                        : projected.reshape(-1, length, SequenceAttention.WIDTH);
                this.normal =
                        Softmax.of(groups, overFeatures ? this::overFeatures : Part::overPositions, run.tame(key), run);
                this.value = normal.value();
            } else {
                this.normal = null;
                this.value = run.save(projected);
            }
        }

        private Tensor overFeatures(Tensor x) {
            return MatrixProducts.rowSums(x, SequenceAttention.FEATURES, run.ones(SequenceAttention.FEATURES));
        }

        private static Tensor overPositions(Tensor x) {
            return Tensor.result(() -> x.unwrap().sum(new long[] {1}, true, new ScalarTypeOptional()));
        }

        /** The features, (B, L, heads, d) in memory. */
        Tensor value() {
            return value;
        }

        /** How they moved. */
        Tensor moved() {
            if (moved == null) {
                throw new IllegalStateException("nothing moved yet");
            }
            return moved;
        }

        /** Adds to dV/dn what comes through here. */
        void back(Tensor g, Tensor ofN) {
            Tensor before = normal == null
                    ? g
                    : rows(normal.back(g.reshape(value.shape().extents())));
            gradient = run.saveIfTraining(before);
            addTo(ofN, before);
        }

        void along(Tensor dn) {
            Tensor projected = MatrixProducts.of(dn, run.weight(key));
            moved = run.save(
                    normal == null
                            ? projected
                            : normal.along(projected.reshape(value.shape().extents())));
        }

        /** Adds to dS/dn and to the gradient of the weights what comes through here. */
        void again(Tensor s, Tensor ofN, @Nullable Tensor dn) {
            Tensor before = normal == null
                    ? s
                    : rows(normal.again(s.reshape(value.shape().extents())));
            long rows = n.unwrap().size(0);
            MatrixProducts.addOuter(n, 0, before, 0, rows, run.gradient(key), 0);
            if (dn != null && gradient != null) {
                MatrixProducts.addOuter(dn, 0, gradient, 0, rows, run.gradient(key), 0);
            }
            addTo(ofN, before);
        }

        private void addTo(Tensor ofN, Tensor before) {
            MatrixProducts.put(
                    before, 0, run.weight(key + BACK), 0, ofN, 0, n.unwrap().size(0), 1);
        }

        private Tensor rows(Tensor x) {
            return x.reshape(-1, SequenceAttention.WIDTH);
        }
    }
}
