package org.energymatching.cli.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads configurations of the time when phases had flags in place of losses: {@code transport}, {@code contrast}, {@code density}
 * and {@code arrival} beside phases with {@code contrast: true}.
 */
final class Migration {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> OLD_KEYS = List.of("transport", "contrast", "density", "arrival");

    private static final List<String> OLD_FLAGS = List.of(
            "contrast", "density", "arrival", "flowWeight", "arrivalWeight", "stationarityWeight", "flowCutoff");

    private final ObjectNode root;
    private final JsonNode transport;
    private final JsonNode contrast;
    private final JsonNode density;
    private final JsonNode arrival;

    private Migration(ObjectNode root) {
        this.root = root;
        transport = root.path("transport");
        contrast = root.path("contrast");
        density = root.path("density");
        arrival = root.path("arrival");
    }

    /** Whether a configuration has keys of that time. */
    static boolean isOld(JsonNode root) {
        return OLD_KEYS.stream().anyMatch(root::has)
                || root.path("network").has("kind")
                || root.path("sampling").has("options")
                || root.path("phases")
                        .valueStream()
                        .anyMatch(phase -> OLD_FLAGS.stream().anyMatch(phase::has));
    }

    /** Replaces the keys of that time by those of today, which mean the same. */
    static void apply(ObjectNode root) {
        new Migration(root).apply();
    }

    private void apply() {
        if (root.path("phases") instanceof ArrayNode phases) {
            phases.forEach(phase -> {
                if (phase instanceof ObjectNode group) {
                    group.set("loss", losses(group));
                    group.remove(OLD_FLAGS);
                }
            });
        }
        network();
        source();
        kernel();
        if (density.has("margin")) {
            root.set("confinementRadius", density.get("margin"));
        }
        root.remove(OLD_KEYS);
    }

    private ObjectNode losses(ObjectNode phase) {
        ObjectNode losses = NODES.objectNode();
        boolean dense = phase.path("density").asBoolean(false);
        if (number(phase, "flowWeight", 1) > 0) {
            losses.set("flow-matching", flow(phase, dense));
        }
        if (phase.path("contrast").asBoolean(false)) {
            losses.set("contrastive-divergence", contrast());
        }
        if (dense && number(density, "scoreWeight", 1) > 0) {
            losses.set("denoising-score-matching", renamed(density, Map.of("scoreWeight", "weight", "sigma", "sigma")));
        }
        if (dense && number(density, "contrastWeight", 1) > 0) {
            losses.set(
                    "noise-contrastive-estimation",
                    renamed(density, Map.of("contrastWeight", "weight", "ratio", "ratio", "components", "components")));
        }
        if (dense && number(density.path("chains"), "weight", 0) > 0) {
            ObjectNode chains = renamed(
                    density.path("chains"),
                    Map.of(
                            "weight",
                            "weight",
                            "kept",
                            "chains",
                            "moving",
                            "moving",
                            "steps",
                            "steps",
                            "step",
                            "step",
                            "lifetime",
                            "lifetime"));
            chains.put("sigma", number(density, "scoreWeight", 1) > 0 ? number(density, "sigma", 0.1) : 0);
            losses.set("persistent-contrastive-divergence", chains);
        }
        double weight = number(arrival, "weight", 20);
        if (phase.path("arrival").asBoolean(false)) {
            ObjectNode ends = renamed(arrival, Map.of("time", "time", "step", "step", "slopes", "gradients"));
            losses.set("transport-endpoint", ends.put("weight", weight * number(phase, "arrivalWeight", 1)));
        }
        if (number(phase, "stationarityWeight", 0) > 0) {
            ObjectNode stationarity = renamed(
                    arrival,
                    Map.of(
                            "time",
                            "time",
                            "step",
                            "step",
                            "slopes",
                            "gradients",
                            "chains",
                            "chains",
                            "lifetime",
                            "lifetime"));
            losses.set("stationarity", stationarity.put("weight", weight * number(phase, "stationarityWeight", 0)));
        }
        return losses;
    }

    private ObjectNode flow(ObjectNode phase, boolean dense) {
        ObjectNode flow = renamed(transport, Map.of("sigma", "sigma"));
        flow.setAll(renamed(phase, Map.of("flowWeight", "weight", "flowCutoff", "timeCutoff")));
        String coupling = transport.path("coupling").asString("exact");
        flow.set(
                "coupling",
                coupling.equals("sinkhorn")
                        ? NODES.objectNode()
                                .set(coupling, renamed(transport, Map.of("regularization", "regularization")))
                        : NODES.stringNode(coupling));
        if (dense && number(density, "gateHeight", 2) > 0) {
            flow.put("region", "away-from-data");
            flow.setAll(renamed(density, Map.of("gateHeight", "energyHeight", "gateWidth", "energyWidth")));
        }
        return flow;
    }

    private ObjectNode contrast() {
        ObjectNode loss = renamed(
                contrast, Map.of("lambda", "weight", "trim", "trimFraction", "clamp", "lossFloor", "rows", "rows"));
        loss.set(
                "negatives",
                renamed(
                        contrast,
                        Map.of(
                                "langevinSteps",
                                "steps",
                                "stepSize",
                                "step",
                                "dataShare",
                                "dataFraction",
                                "dataTemperature",
                                "dataTemperature",
                                "tauStar",
                                "tauStar",
                                "othersStart",
                                "init",
                                "pixels",
                                "clampToPixelRange")));
        return loss;
    }

    private void network() {
        if (!(root.path("network") instanceof ObjectNode old) || isNamed(old)) {
            return;
        }
        String kind = old.path("kind").asString("perceptron");
        ObjectNode keys = switch (kind) {
            case "image" -> {
                ObjectNode image = renamed(old, Map.of("unet", "unet", "scale", "scale", "softClamp", "softClamp"));
                if (old.has("head")) {
                    image.set("head", head(old.get("head")));
                }
                image.setAll(renamed(contrast, Map.of("precision", "chainPrecision")));
                yield image;
            }
            case "sequence" -> {
                ObjectNode sequence = renamed(old, Map.of("scale", "scale"));
                if (old.path("sequence") instanceof ObjectNode inner) {
                    sequence.setAll(inner);
                }
                yield sequence;
            }
            default ->
                renamed(
                        old,
                        Map.of("widths", "widths", "activation", "activation", "firstActivation", "firstActivation"));
        };
        root.putObject("network").set(kind.equals("perceptron") ? "mlp" : kind, keys);
    }

    /** Whether a network is written as today: a name, with its keys below it. */
    private static boolean isNamed(ObjectNode network) {
        return network.size() == 1
                && List.of("mlp", "image", "sequence")
                        .contains(network.propertyNames().iterator().next())
                && !network.path("sequence").has("width");
    }

    private static ObjectNode head(JsonNode old) {
        boolean vision = old.path("kind").asString("vision").equals("vision");
        ObjectNode keys = vision
                ? renamed(
                        old,
                        Map.of(
                                "patch", "patch", "width", "width", "layers", "layers", "heads", "heads", "dropout",
                                "dropout"))
                : renamed(old, Map.of("widths", "widths"));
        return NODES.objectNode().set(vision ? "vision" : "mlp", keys);
    }

    private void source() {
        if (root.path("source").asString("").equals("fitted-mixture")) {
            root.putObject("source")
                    .set(
                            "fitted-mixture",
                            renamed(density, Map.of("components", "components", "bound", "bound", "sigma", "sigma")));
        }
    }

    private void kernel() {
        if (!(root.path("sampling") instanceof ObjectNode sampling)
                || !sampling.path("kernel").isString()
                || !sampling.has("options")) {
            return;
        }
        JsonNode options = sampling.get("options");
        String name = sampling.get("kernel").stringValue();
        ObjectNode keys = options(name, options);
        if (name.equals("parallel-tempering")) {
            String inner = options.path("inner").asString("mala");
            keys.putObject("inner").set(inner, options(inner, options));
        }
        sampling.putObject("kernel").set(name, keys);
        sampling.remove("options");
    }

    private static ObjectNode options(String kernel, JsonNode options) {
        return renamed(
                options,
                switch (kernel) {
                    case "gradient-flow" -> Map.of("scheme", "scheme", "tolerance", "tolerance");
                    case "rk45" -> Map.of("tolerance", "tolerance");
                    case "mala" -> Map.of("warmupSteps", "warmupSteps");
                    case "hmc" -> Map.of("warmupSteps", "warmupSteps", "leapfrogSteps", "leapfrogSteps");
                    case "parallel-tempering" ->
                        Map.of("levels", "levels", "hottest", "hottest", "swapEvery", "swapEvery");
                    default -> Map.of();
                });
    }

    private static ObjectNode renamed(@Nullable JsonNode from, Map<String, String> names) {
        ObjectNode to = NODES.objectNode();
        if (from != null) {
            from.properties().forEach(entry -> {
                String name = names.get(entry.getKey());
                if (name != null) {
                    to.set(name, entry.getValue());
                }
            });
        }
        return to;
    }

    private static double number(JsonNode group, String key, double standard) {
        return group.path(key).asDouble(standard);
    }
}
