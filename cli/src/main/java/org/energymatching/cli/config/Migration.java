package org.energymatching.cli.config;

import java.util.List;
import java.util.Map;
import org.energymatching.cli.schema.Nearest;
import org.energymatching.cli.schema.YamlText;
import org.energymatching.error.UsageException;
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

    private static final List<String> OLD_TRUTHS = List.of("contrast", "density", "arrival");

    private static final List<String> OLD_FLAGS = List.of(
            "contrast", "density", "arrival", "flowWeight", "arrivalWeight", "stationarityWeight", "flowCutoff");

    private static final List<String> OLD_NETWORK =
            List.of("kind", "widths", "activation", "firstActivation", "unet", "head", "scale", "softClamp");

    /** The keys that each group had. */
    private static final Map<String, List<String>> GROUPS = Map.of(
            "transport", List.of("coupling", "regularization", "sigma"),
            "contrast",
                    List.of(
                            "lambda",
                            "trim",
                            "clamp",
                            "langevinSteps",
                            "stepSize",
                            "rows",
                            "dataShare",
                            "dataTemperature",
                            "tauStar",
                            "othersStart",
                            "pixels",
                            "precision"),
            "density",
                    List.of(
                            "scoreWeight",
                            "sigma",
                            "contrastWeight",
                            "components",
                            "bound",
                            "margin",
                            "ratio",
                            "gateHeight",
                            "gateWidth",
                            "chains"),
            "arrival", List.of("weight", "time", "step", "slopes", "chains", "lifetime"),
            "network",
                    List.of(
                            "kind",
                            "widths",
                            "activation",
                            "firstActivation",
                            "unet",
                            "head",
                            "sequence",
                            "scale",
                            "softClamp"));

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
                || OLD_NETWORK.stream().anyMatch(root.path("network")::has)
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
        GROUPS.forEach(this::check);
        if (root.path("phases") instanceof ArrayNode phases) {
            phases.forEach(phase -> {
                if (phase instanceof ObjectNode group) {
                    check(group);
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

    private void check(String name, List<String> keys) {
        JsonNode group = root.path(name);
        if (name.equals("network") && !(group instanceof ObjectNode old && !isNamed(old))) {
            return;
        }
        if (!group.isMissingNode() && !group.isNull() && !group.isObject()) {
            throw new UsageException(
                    name + " is " + YamlText.scalar(group) + ".",
                    "A group of keys was expected, as an earlier version had it.",
                    "Start from 'em config show toy2d', which is written with the keys of today.");
        }
        for (String key : group.propertyNames()) {
            if (!keys.contains(key)) {
                throw new UsageException(
                        "There is no key '" + name + "." + key + "'.",
                        "The configuration has keys of an earlier version, whose " + name + " had "
                                + String.join(", ", keys) + ".",
                        Nearest.word(key, keys)
                                .map(near -> "Did you mean '" + name + "." + near + "'?")
                                .orElse("Remove it."));
            }
        }
    }

    private static void check(ObjectNode phase) {
        for (String flag : OLD_FLAGS) {
            JsonNode value = phase.path(flag);
            boolean truth = OLD_TRUTHS.contains(flag);
            if (phase.has("loss") && phase.has(flag)) {
                throw new UsageException(
                        "The phase '" + phase.path("name").asString("") + "' has both loss and " + flag + ".",
                        "A phase of an earlier version has " + flag + ", one of today a list of losses.",
                        "Remove " + flag + ", and give its value to a loss of the list.");
            }
            if (phase.has(flag) && !(truth ? value.isBoolean() : value.isNumber())) {
                throw new UsageException(
                        flag + " of the phase '" + phase.path("name").asString("") + "' is " + YamlText.scalar(value)
                                + ".",
                        (truth ? "True or false" : "A number") + " was expected, as an earlier version had it.",
                        "Correct it.");
            }
        }
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
                    renamed(
                            density,
                            tilted()
                                    ? Map.of("contrastWeight", "weight", "ratio", "ratio")
                                    : Map.of(
                                            "contrastWeight", "weight", "ratio", "ratio", "components", "components")));
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

    /** Whether generation starts at a fitted mixture, which is then the one that losses tell data from. */
    private boolean tilted() {
        return root.path("source").asString("").equals("fitted-mixture");
    }

    private void source() {
        if (tilted()) {
            root.putObject("source")
                    .set(
                            "fitted-mixture",
                            renamed(density, Map.of("components", "components", "bound", "bound", "sigma", "sigma")));
        }
    }

    private void kernel() {
        if (!(root.path("sampling") instanceof ObjectNode sampling)
                || sampling.path("kernel").isObject()
                || !sampling.has("options")) {
            return;
        }
        JsonNode options = sampling.get("options");
        String name = sampling.path("kernel").asString("euler-maruyama");
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
