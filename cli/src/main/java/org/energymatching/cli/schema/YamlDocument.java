package org.energymatching.cli.schema;

import java.util.HashMap;
import java.util.Map;
import org.energymatching.error.UsageException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.JacksonYAMLParseException;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * A YAML text as a tree with the line of every key.
 *
 * <p>Only plain YAML is read: a key that occurs twice, an alias, a tag or a second document is an error, because each
 * would silently have a meaning that most readers do not expect.
 *
 * @param tree the value
 * @param origin the place of the text, for messages
 * @param lines the line of each key, by its path, such as {@code phases[0].steps}
 */
public record YamlDocument(JsonNode tree, String origin, Map<String, Integer> lines) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 20;

    /**
     * Reads a text; an empty one has no value, which is null.
     *
     * @throws UsageException if it is not plain YAML
     */
    public static YamlDocument parse(String text, String origin) {
        try (YAMLParser parser = (YAMLParser) YAML.createParser(text)) {
            Map<String, Integer> lines = new HashMap<>();
            JsonNode tree = parser.nextToken() == null ? NODES.nullNode() : value(parser, "", 0, lines);
            if (parser.nextToken() != null) {
                throw new Refused("a second document", parser.currentTokenLocation());
            }
            return new YamlDocument(tree, origin, lines);
        } catch (Refused e) {
            throw unreadable(origin, e.location.getLineNr(), "it has " + e.getMessage(), e);
        } catch (JacksonYAMLParseException e) {
            throw malformed(origin, e);
        } catch (StreamReadException e) {
            throw unreadable(origin, lineOf(e), firstLine(e.getOriginalMessage()), e);
        } catch (RuntimeException e) {
            throw unreadable(origin, 0, firstLine(String.valueOf(e.getMessage())), e);
        }
    }

    /** The place of a key: {@code " (toy.yaml, line 3)"}. */
    public String where(String path) {
        Integer line = lines.get(path);
        return " (" + origin + (line == null ? "" : ", line " + line) + ")";
    }

    private static JsonNode value(YAMLParser parser, String path, int depth, Map<String, Integer> lines) {
        if (depth > DEEPEST) {
            throw new Refused("more than " + DEEPEST + " levels", parser.currentTokenLocation());
        }
        if (parser.isCurrentAlias()) {
            throw new Refused("an alias (*)", parser.currentTokenLocation());
        }
        if (parser.getTypeId() != null) {
            throw new Refused("a tag (!)", parser.currentTokenLocation());
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> group(parser, path, depth, lines);
            case START_ARRAY -> list(parser, path, depth, lines);
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
            case VALUE_NULL -> NODES.nullNode();
            default -> NODES.stringNode(parser.getString());
        };
    }

    private static ObjectNode group(YAMLParser parser, String path, int depth, Map<String, Integer> lines) {
        ObjectNode group = NODES.objectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            String inner = path.isEmpty() ? name : path + "." + name;
            lines.put(inner, line(parser));
            parser.nextToken();
            group.set(name, value(parser, inner, depth + 1, lines));
        }
        return group;
    }

    private static ArrayNode list(YAMLParser parser, String path, int depth, Map<String, Integer> lines) {
        ArrayNode list = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String inner = path + "[" + list.size() + "]";
            lines.put(inner, line(parser));
            list.add(value(parser, inner, depth + 1, lines));
        }
        return list;
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    /** The parser's own words, which include what it found, and not only the context. */
    private static UsageException malformed(String origin, JacksonYAMLParseException e) {
        if (e.getCause() instanceof MarkedYamlEngineException marked) {
            int line = marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            return unreadable(origin, line, firstLine(String.valueOf(marked.getProblem())), e);
        }
        return unreadable(origin, lineOf(e), firstLine(e.getOriginalMessage()), e);
    }

    private static int lineOf(StreamReadException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    }

    private static UsageException unreadable(String origin, int at, String why, RuntimeException cause) {
        String line = at > 0 ? ", line " + at : "";
        return new UsageException(
                "'" + origin + "'" + line + " cannot be read as YAML: " + why + ".",
                "Plain YAML was expected: every key once, no aliases, no tags, one document.",
                "Correct that line, or compare it with 'em config show demo'.",
                cause);
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    /** A form that YAML allows and a configuration doesn't. */
    private static final class Refused extends RuntimeException {
        private final transient TokenStreamLocation location;

        Refused(String what, TokenStreamLocation location) {
            super(what);
            this.location = location;
        }
    }
}
