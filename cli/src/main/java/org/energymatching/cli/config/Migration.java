package org.energymatching.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.energymatching.cli.schema.Nearest;
import org.energymatching.cli.schema.YamlText;
import org.energymatching.error.UsageException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads configurations of earlier versions: keys with other names, and phases with flags in place of losses, {@code transport},
 * {@code contrast}, {@code density} and {@code arrival} beside phases with {@code contrast: true}.
 *
 * <p>A list of keys is a text such as {@code "lambda=weight rows"}: lambda is now weight, and rows is still rows.
 */
final class Migration {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The keys that have another name now, group by group. */
    private static final Map<String, String> RENAMED = new TreeMap<>(Map.of(
            "design", "caution=uncertaintyPenalty gather=thinning spread=diversityWeight zeta=targetTolerance",
            "run", "recompute=activationCheckpointing"));

    private static final List<String> OLD_KEYS = words("transport contrast density arrival");

    private static final List<String> OLD_TRUTHS = words("contrast density arrival");

    private static final List<String> OLD_FLAGS =
            words("contrast density arrival flowWeight arrivalWeight stationarityWeight flowCutoff");

    private static final List<String> OLD_NETWORK =
            words("kind widths activation firstActivation unet head scale softClamp");

    /** The keys that each group had. */
    private static final Map<String, List<String>> GROUPS = Map.of(
            "transport", words("coupling regularization sigma"),
            "contrast",
                    words("lambda trim clamp langevinSteps stepSize rows dataShare dataTemperature tauStar othersStart"
                            + " pixels precision"),
            "density",
                    words("scoreWeight sigma contrastWeight components bound margin ratio gateHeight gateWidth chains"),
            "arrival", words("weight time step slopes chains lifetime"),
            "network", words("kind widths activation firstActivation unet head sequence scale softClamp"));

    private final ObjectNode root;
    private final JsonNode contrast;
    private final JsonNode density;

    private Migration(ObjectNode root) {
        this.root = root;
        contrast = root.path("contrast");
        density = root.path("density");
    }

    /** The changes by {@link #apply} to a configuration, in words; empty for one with the present keys. */
    static List<String> changes(JsonNode root) {
        List<String> changes = new ArrayList<>();
        if (hasFlags(root)) {
            changes.add(
                    "they were read as the losses of its phases, and as a network, a source and a kernel with keys of"
                            + " their own");
        }
        RENAMED.forEach((group, keys) -> pairs(keys)
                .filter(pair -> root.path(group).has(pair[0]))
                .forEach(pair -> changes.add(group + "." + pair[0] + " was read as " + group + "." + pair[1])));
        return changes;
    }

    private static boolean hasFlags(JsonNode root) {
        return OLD_KEYS.stream().anyMatch(root::has)
                || OLD_NETWORK.stream().anyMatch(root.path("network")::has)
                || root.path("sampling").has("options")
                || root.path("phases")
                        .valueStream()
                        .anyMatch(phase -> OLD_FLAGS.stream().anyMatch(phase::has));
    }

    /** Replaces the keys of earlier versions by the present ones of the same meaning. */
    static void apply(ObjectNode root) {
        RENAMED.forEach((group, keys) -> pairs(keys).forEach(pair -> {
            if (root.path(group) instanceof ObjectNode old && old.has(pair[0])) {
                if (old.has(pair[1])) {
                    throw new UsageException(
                            "Both " + group + "." + pair[0] + " and " + group + "." + pair[1] + " are given.",
                            "The first is the name that the second had in an earlier version.",
                            "Remove " + group + "." + pair[0] + ".");
                }
                old.set(pair[1], old.remove(pair[0]));
            }
        }));
        if (hasFlags(root)) {
            new Migration(root).apply();
        }
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
        if (tilted()) {
            root.putObject("source").set("fitted-mixture", renamed(density, "components bound sigma"));
        }
        kernel();
        root.setAll(renamed(density, "margin=confinementRadius"));
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
        String name = "the phase '" + phase.path("name").asString("") + "'";
        for (String flag : OLD_FLAGS) {
            JsonNode value = phase.path(flag);
            boolean truth = OLD_TRUTHS.contains(flag);
            if (phase.has("loss") && phase.has(flag)) {
                throw new UsageException(
                        name.replaceFirst("t", "T") + " has both loss and " + flag + ".",
                        "A phase of an earlier version has " + flag + ", one of today a list of losses.",
                        "Remove " + flag + ", and give its value to a loss of the list.");
            }
            if (phase.has(flag) && !(truth ? value.isBoolean() : value.isNumber())) {
                throw new UsageException(
                        flag + " of " + name + " is " + YamlText.scalar(value) + ".",
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
            ObjectNode loss = renamed(contrast, "lambda=weight trim=trimFraction clamp=lossFloor rows");
            String negatives = "langevinSteps=steps stepSize=step dataShare=dataFraction dataTemperature tauStar"
                    + " othersStart=init pixels=clampToPixelRange";
            losses.set("contrastive-divergence", loss.set("negatives", renamed(contrast, negatives)));
        }
        if (dense && number(density, "scoreWeight", 1) > 0) {
            losses.set("denoising-score-matching", renamed(density, "scoreWeight=weight sigma"));
        }
        if (dense && number(density, "contrastWeight", 1) > 0) {
            String keys = "contrastWeight=weight ratio" + (tilted() ? "" : " components");
            losses.set("noise-contrastive-estimation", renamed(density, keys));
        }
        if (dense && number(density.path("chains"), "weight", 0) > 0) {
            ObjectNode chains = renamed(density.path("chains"), "weight kept=chains moving steps step lifetime");
            chains.put("sigma", number(density, "scoreWeight", 1) > 0 ? number(density, "sigma", 0.1) : 0);
            losses.set("persistent-contrastive-divergence", chains);
        }
        JsonNode arrival = root.path("arrival");
        double weight = number(arrival, "weight", 20);
        if (phase.path("arrival").asBoolean(false)) {
            ObjectNode ends = renamed(arrival, "time step slopes=gradients");
            losses.set("transport-endpoint", ends.put("weight", weight * number(phase, "arrivalWeight", 1)));
        }
        if (number(phase, "stationarityWeight", 0) > 0) {
            ObjectNode stationarity = renamed(arrival, "time step slopes=gradients chains lifetime");
            losses.set("stationarity", stationarity.put("weight", weight * number(phase, "stationarityWeight", 0)));
        }
        return losses;
    }

    private ObjectNode flow(ObjectNode phase, boolean dense) {
        JsonNode transport = root.path("transport");
        ObjectNode flow = renamed(transport, "sigma");
        flow.setAll(renamed(phase, "flowWeight=weight flowCutoff=timeCutoff"));
        String coupling = transport.path("coupling").asString("exact");
        if (coupling.equals("sinkhorn")) {
            flow.putObject("coupling").set(coupling, renamed(transport, "regularization"));
        } else {
            flow.put("coupling", coupling);
        }
        if (dense && number(density, "gateHeight", 2) > 0) {
            flow.put("region", "away-from-data");
            flow.setAll(renamed(density, "gateHeight=energyHeight gateWidth=energyWidth"));
        }
        return flow;
    }

    private void network() {
        if (!(root.path("network") instanceof ObjectNode old) || isNamed(old)) {
            return;
        }
        String kind = old.path("kind").asString("perceptron");
        ObjectNode keys = renamed(
                old,
                switch (kind) {
                    case "image" -> "unet scale softClamp";
                    case "sequence" -> "scale";
                    default -> "widths activation firstActivation";
                });
        if (kind.equals("image")) {
            if (old.has("head")) {
                keys.set("head", head(old.get("head")));
            }
            keys.setAll(renamed(contrast, "precision=chainPrecision"));
        } else if (kind.equals("sequence") && old.path("sequence") instanceof ObjectNode inner) {
            keys.setAll(inner);
        }
        root.putObject("network").set(kind.equals("perceptron") ? "mlp" : kind, keys);
    }

    /** Whether a network is written in the present form: a name, with its keys below it. */
    private static boolean isNamed(ObjectNode network) {
        return network.size() == 1
                && words("mlp image sequence")
                        .contains(network.propertyNames().iterator().next())
                && !network.path("sequence").has("width");
    }

    private static ObjectNode head(JsonNode old) {
        boolean vision = old.path("kind").asString("vision").equals("vision");
        ObjectNode keys = renamed(old, vision ? "patch width layers heads dropout" : "widths");
        return NODES.objectNode().set(vision ? "vision" : "mlp", keys);
    }

    /** Whether generation starts from a fitted mixture, which is then also the noise of noise-contrastive losses. */
    private boolean tilted() {
        return root.path("source").asString("").equals("fitted-mixture");
    }

    private void kernel() {
        if (!(root.path("sampling") instanceof ObjectNode sampling)
                || sampling.path("kernel").isObject()
                || !sampling.has("options")) {
            return;
        }
        JsonNode options = sampling.remove("options");
        String name = sampling.path("kernel").asString("euler-maruyama");
        ObjectNode keys = options(name, options);
        if (name.equals("parallel-tempering")) {
            String inner = options.path("inner").asString("mala");
            keys.putObject("inner").set(inner, options(inner, options));
        }
        sampling.putObject("kernel").set(name, keys);
    }

    private static ObjectNode options(String kernel, JsonNode options) {
        return renamed(
                options,
                switch (kernel) {
                    case "gradient-flow" -> "scheme tolerance";
                    case "rk45" -> "tolerance";
                    case "mala" -> "warmupSteps";
                    case "hmc" -> "warmupSteps leapfrogSteps";
                    case "parallel-tempering" -> "levels hottest swapEvery";
                    default -> "";
                });
    }

    /** The named keys of a group, with their values and present names. */
    private static ObjectNode renamed(JsonNode from, String keys) {
        ObjectNode to = NODES.objectNode();
        pairs(keys).filter(pair -> from.has(pair[0])).forEach(pair -> to.set(pair[1], from.get(pair[0])));
        return to;
    }

    /** The old and the new name of each key. */
    private static Stream<String[]> pairs(String keys) {
        return words(keys).stream().map(key -> (key.contains("=") ? key : key + "=" + key).split("="));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private static double number(JsonNode group, String key, double standard) {
        return group.path(key).asDouble(standard);
    }
}
