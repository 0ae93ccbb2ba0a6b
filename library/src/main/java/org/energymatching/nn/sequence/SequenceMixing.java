package org.energymatching.nn.sequence;

import static org.energymatching.tensor.engine.Binding.unwrap;

import java.util.function.Supplier;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The middle of a {@link SequenceAttention}, from rows n (B · L, C) sequence by sequence to rows of the same shape, and the
 * derivatives; s = 1/√d, and P is the softmax of queries and keys in linear attention, and of the map otherwise.
 *
 * <pre>
 * q = P(n Q),  k = P(n K),  A = s q kᵀ,  Y = A n,  y = Y M + b
 * vjp:    gY = g Mᵀ,  gA = gY nᵀ,  gq = s gA k,  gk = s gAᵀ q,   dV/dn = Aᵀ gY + gq' Qᵀ + gk' Kᵀ,   ' the vjp of P
 * jvp:    Ȧ = s (q̇ kᵀ + q k̇ᵀ),  Ẏ = Ȧ n + A ṅ,  ẏ = Ẏ M
 * second order: as vjp, with  sA = sY nᵀ + gY ṅᵀ,  sq = s (sA k + gA k̇),  sk = s (sAᵀ q + gAᵀ q̇),  and Ȧᵀ gY added to dS/dn
 * </pre>
 */
final class SequenceMixing implements Linearization {

    private static final int HEADS = SequenceAttention.HEADS;
    private static final double SCALE = SequenceAttention.SCALE;
    private static final String QUERIES = ".queries";
    private static final String KEYS = ".keys";
    private static final String OUTPUTS = ".outputs";
    private static final String BIAS = ".bias";

    private final Tensor n;
    private final String name;
    private final int channels;
    private final int length;
    private final boolean linear;
    private final DirectPass pass;
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
        weights.add(name + QUERIES, queries);
        weights.add(name + KEYS, keys);
        weights.add(name + OUTPUTS, outputs);
        weights.add(name + BIAS, bias);
    }

    /**
     * Evaluates.
     *
     * @param name the prefix of the weights' keys
     */
    SequenceMixing(String name, Tensor n, int channels, int length, boolean linear, DirectPass pass) {
        this.n = n;
        this.name = name;
        this.channels = channels;
        this.length = length;
        this.linear = linear;
        this.pass = pass;
        int sequences = Math.toIntExact(unwrap(n).size(0) / length);
        this.products = new HeadProducts(sequences, length, HEADS, SequenceAttention.FEATURES);
        this.queries = new Part(name + QUERIES, true);
        this.keys = new Part(name + KEYS, false);
        Tensor scores = newMap();
        products.scores(queries.value(), keys.value(), SCALE, scores, 0);
        this.softmax = linear ? null : new Softmax(scores, pass);
        this.map = softmax == null ? pass.save(scores) : softmax.value();
        this.mixed = pass.saveIfTraining(newMixed());
        products.spread(map, n, channels, mixed, 0);
        this.y = MatrixProducts.repeated(pass.weight(name + BIAS), unwrap(n).size(0));
        MatrixProducts.put(
                mixed, 0, pass.weight(name + OUTPUTS), 0, y, 0, unwrap(n).size(0), 1);
    }

    @Override
    public Tensor value() {
        return y;
    }

    @Override
    public Tensor vjp(Tensor g) {
        try (Scope scope = Scope.open()) {
            gradient = pass.saveIfTraining(g);
            ofMixed = pass.saveIfTraining(MatrixProducts.ofTransposed(g, pass.weight(name + OUTPUTS)));
            Tensor ofMap = newMap();
            products.against(ofMixed, n, channels, ofMap, 0);
            ofScores = pass.saveIfTraining(softmax == null ? ofMap : softmax.vjp(ofMap));
            Tensor ofN = MatrixProducts.unset(unwrap(n).size(0), channels);
            products.gathered(map, ofMixed, channels, ofN, 0);
            Tensor ofQ = newFeatures();
            products.mixed(ofScores, keys.value(), SCALE, ofQ, 0);
            queries.vjp(ofQ, ofN);
            Tensor ofK = newFeatures();
            products.mixedTransposed(ofScores, queries.value(), SCALE, ofK, 0);
            keys.vjp(ofK, ofN);
            return scope.keep(ofN);
        }
    }

    @Override
    public Tensor jvp(Tensor dn) {
        try (Scope scope = Scope.open()) {
            direction = pass.save(dn);
            queries.jvp(dn);
            keys.jvp(dn);
            Tensor scores = newMap();
            products.scores(queries.moved(), keys.value(), SCALE, scores, 0);
            products.scores(queries.value(), keys.moved(), SCALE, scores, 1);
            mapMoved = pass.save(softmax == null ? scores : softmax.jvp(scores));
            mixedMoved = pass.save(newMixed());
            products.spread(mapMoved, n, channels, mixedMoved, 0);
            products.spread(map, dn, channels, mixedMoved, 1);
            return scope.keep(MatrixProducts.of(mixedMoved, pass.weight(name + OUTPUTS)));
        }
    }

    @Override
    public Tensor secondOrderVjp(Tensor s) {
        try (Scope scope = Scope.open()) {
            long rows = unwrap(n).size(0);
            Tensor ofOutputs = pass.gradient(name + OUTPUTS);
            MatrixProducts.addOuter(mixed, 0, s, 0, rows, ofOutputs, 0);
            MatrixProducts.addRows(s, pass.gradient(name + BIAS));
            Tensor sMixed = MatrixProducts.ofTransposed(s, pass.weight(name + OUTPUTS));
            Tensor sMap = newMap();
            products.against(sMixed, n, channels, sMap, 0);
            Tensor sN = MatrixProducts.unset(unwrap(n).size(0), channels);
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
                products.mixedTransposed(ofScores, queries.moved(), SCALE, sK, 0);
            }
            Tensor sScores = softmax == null ? sMap : softmax.secondOrderVjp(sMap);
            products.mixed(sScores, keys.value(), SCALE, sQ, kept);
            products.mixedTransposed(sScores, queries.value(), SCALE, sK, kept);
            queries.secondOrderVjp(sQ, sN, direction);
            keys.secondOrderVjp(sK, sN, direction);
            return scope.keep(sN);
        }
    }

    private Tensor newMap() {
        return MatrixProducts.unset(unwrap(n).size(0) * HEADS, length);
    }

    private Tensor newMixed() {
        return MatrixProducts.unset(unwrap(n).size(0), (long) HEADS * channels);
    }

    private Tensor newFeatures() {
        return MatrixProducts.unset(unwrap(n).size(0), SequenceAttention.WIDTH);
    }

    /** Queries or keys: a projection of n, followed by a softmax in linear attention. */
    private final class Part {
        private final String key;
        private final Tensor value;
        private final @Nullable Softmax normal;
        private @Nullable Tensor gradient;
        private @Nullable Tensor moved;

        Part(String key, boolean overFeatures) {
            this.key = key;
            Tensor projected = MatrixProducts.of(n, pass.weight(key));
            if (linear) {
                Tensor groups = overFeatures
                        ? projected.reshape(-1, SequenceAttention.FEATURES)
                        : projected.reshape(-1, length, SequenceAttention.WIDTH);
                this.normal = new Softmax(groups, pass);
                this.value = normal.value();
            } else {
                this.normal = null;
                this.value = pass.save(projected);
            }
        }

        /** The features, (B, L, heads, d) in memory. */
        Tensor value() {
            return value;
        }

        /** Their directional derivatives. */
        Tensor moved() {
            if (moved == null) {
                throw new IllegalStateException("nothing moved yet");
            }
            return moved;
        }

        /** Adds the part of dV/dn through this projection. */
        void vjp(Tensor g, Tensor ofN) {
            Tensor before =
                    normal == null ? g : rows(normal.vjp(g.reshape(value.shape().extents())));
            gradient = pass.saveIfTraining(before);
            addTo(ofN, before);
        }

        void jvp(Tensor dn) {
            Tensor projected = MatrixProducts.of(dn, pass.weight(key));
            moved = pass.save(
                    normal == null
                            ? projected
                            : normal.jvp(projected.reshape(value.shape().extents())));
        }

        /** Adds the parts of dS/dn and of the weights' gradient through this projection. */
        void secondOrderVjp(Tensor s, Tensor ofN, @Nullable Tensor dn) {
            Tensor before = normal == null
                    ? s
                    : rows(normal.secondOrderVjp(s.reshape(value.shape().extents())));
            long rows = unwrap(n).size(0);
            MatrixProducts.addOuter(n, 0, before, 0, rows, pass.gradient(key), 0);
            if (dn != null && gradient != null) {
                MatrixProducts.addOuter(dn, 0, gradient, 0, rows, pass.gradient(key), 0);
            }
            addTo(ofN, before);
        }

        private void addTo(Tensor ofN, Tensor before) {
            MatrixProducts.putTransposed(
                    before, 0, pass.weight(key), 0, ofN, 0, unwrap(n).size(0), 1);
        }

        private Tensor rows(Tensor x) {
            return x.reshape(-1, SequenceAttention.WIDTH);
        }
    }
}
