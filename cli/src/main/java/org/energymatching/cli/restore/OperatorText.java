package org.energymatching.cli.restore;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.energymatching.cli.schema.Nearest;
import org.energymatching.data.image.Background;
import org.energymatching.data.image.ImageFolder;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Blur;
import org.energymatching.inverse.CompressedSensing;
import org.energymatching.inverse.Downsampling;
import org.energymatching.inverse.Identity;
import org.energymatching.inverse.Inpainting;
import org.energymatching.inverse.LinearOperator;
import org.energymatching.tensor.Shape;
import picocli.CommandLine.ITypeConverter;

/**
 * An operator in the syntax of the command line, such as {@code downsample:4} or {@code random:share=0.7,seed=3}.
 *
 * @param text the whole text, for messages
 * @param name the text before the colon
 * @param first the value after it that has no name, or nothing
 * @param named the other values by name
 */
record OperatorText(String text, String name, String first, Map<String, String> named) {

    private static final String SHARE = "share";

    static final String KINDS = "inpaint:mask.png, inpaint:box=TOP,LEFT,HEIGHT,WIDTH, random:0.7, downsample:4,"
            + " blur:sigma=2, denoise, compressed:0.3, columns:a,b or columns:a-b, total";

    /** The names of operators, and of their values. */
    private static final Map<String, Set<String>> NAMES = Map.of(
            "inpaint", Set.of("box"),
            "random", Set.of(SHARE, "seed"),
            "downsample", Set.of("factor"),
            "blur", Set.of("sigma", "edges"),
            "denoise", Set.of(),
            "compressed", Set.of(SHARE, "seed"),
            "columns", Set.of(),
            "total", Set.of());

    /** Reads the options of the command line. */
    static final class Converter implements ITypeConverter<OperatorText> {

        @Override
        public OperatorText convert(String text) {
            return of(text);
        }
    }

    /** The files of masks of the operators. */
    static Stream<Path> files(List<OperatorText> operators) {
        return operators.stream()
                .filter(operator -> ImageFolder.isPicture(operator.first))
                .map(operator -> Path.of(operator.first));
    }

    /** Parses the text; a comma without a name after it belongs to the value before it, as in {@code box=8,8,12,12}. */
    static OperatorText of(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        if (!NAMES.containsKey(name)) {
            throw new UsageException(
                    "There is no operator '" + name + "'.",
                    "Operators are " + KINDS + ".",
                    Nearest.word(name, List.copyOf(NAMES.keySet()))
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Choose one of these."));
        }
        String first = "";
        Map<String, String> named = new LinkedHashMap<>();
        String last = "";
        for (String part : colon < 0 ? new String[0] : text.substring(colon + 1).split(",", -1)) {
            int equals = name.equals("columns") ? -1 : part.indexOf('=');
            if (equals > 0) {
                last = part.substring(0, equals);
                named.put(last, part.substring(equals + 1));
            } else if (last.isEmpty()) {
                first = first.isEmpty() ? part : first + "," + part;
            } else {
                named.merge(last, part, (before, more) -> before + "," + more);
            }
        }
        OperatorText operator = new OperatorText(text, name, first, named);
        Set<String> keys = NAMES.getOrDefault(name, Set.of());
        for (String key : named.keySet()) {
            if (!keys.contains(key)) {
                throw operator.wrong(
                        "'" + text + "' has '" + key + "='",
                        keys.isEmpty() ? "'" + name + "' takes nothing of the kind" : operator.example());
            }
        }
        return operator;
    }

    /** Whether its output is a list of values without positions, so that no other operator can follow. */
    boolean last() {
        return Set.of("inpaint", "random", "compressed", "columns", "total").contains(name);
    }

    /**
     * The operator for rows of a shape.
     *
     * @param columns the names of a table's columns; none for images, and for rows that are not those of the table
     */
    LinearOperator on(Shape row, List<String> columns) {
        return switch (name) {
            case "inpaint" -> hole(row);
            case "random" ->
                Inpainting.random(row, number(SHARE, this::decimal), (long) option("seed", 0, this::whole));
            case "downsample" -> new Downsampling(row, (int) number("factor", this::whole));
            case "blur" -> Blur.of(row, number("sigma", this::decimal), edges());
            case "compressed" ->
                CompressedSensing.of(row, number(SHARE, this::decimal), (long) option("seed", 0, this::whole));
            case "columns" -> columns(row, columns);
            case "total" -> total(row);
            default -> identity(row);
        };
    }

    private LinearOperator total(Shape row) {
        if (!first.isEmpty() || row.rank() > 1) {
            throw wrong(
                    "'" + text + "' was asked for" + (row.rank() > 1 ? " of pictures" : ""),
                    "'total' is the sum of the columns of a table, and takes nothing");
        }
        return LinearOperator.of(
                row, x -> x.sumPerRow().reshape(-1, 1), y -> y.expand(y.shape().at(0), row.length()));
    }

    private Identity identity(Shape row) {
        if (!first.isEmpty()) {
            throw wrong("'" + first + "' was given to 'denoise'", "--noise says how strong the noise is");
        }
        return new Identity(row);
    }

    private Inpainting hole(Shape row) {
        if (row.rank() != 3) {
            throw wrong(
                    "'inpaint' was asked for on rows of a table",
                    "Masks and boxes are for images; 'columns:NAMES' and 'random:SHARE' leave out cells of a table");
        }
        if (named.containsKey("box")) {
            int[] box = Arrays.stream(named.getOrDefault("box", "").split(","))
                    .mapToInt(number -> (int) whole(number.strip()))
                    .toArray();
            if (box.length != 4) {
                throw wrong("A box of " + box.length + " numbers was given", "A box is box=TOP,LEFT,HEIGHT,WIDTH");
            }
            return Inpainting.box(row, box[0], box[1], box[2], box[3]);
        }
        if (!ImageFolder.isPicture(first)) {
            throw wrong(
                    "'" + text + "' names no mask",
                    "A mask is a picture, white where pixels are missing; or give box=TOP,LEFT,HEIGHT,WIDTH");
        }
        byte[] mask = ImageFolder.readUnscaled(Path.of(first), Shape.of(1, row.at(1), row.at(2)), Background.WHITE)
                .image(0);
        boolean[] missing = new boolean[mask.length];
        for (int i = 0; i < mask.length; i++) {
            missing[i] = Byte.toUnsignedInt(mask[i]) > 127;
        }
        return Inpainting.missing(row, missing);
    }

    private Inpainting columns(Shape row, List<String> columns) {
        if (columns.isEmpty()) {
            throw wrong(
                    "'columns' was asked for where there are no columns of a table",
                    "It leaves out columns of a table, and stands first");
        }
        return Inpainting.columns(
                row.length(),
                Stream.of(first.split(",", -1))
                        .flatMapToInt(part -> stretch(part.strip(), columns))
                        .distinct()
                        .toArray());
    }

    /** One column, or a range of columns; a hyphen may also belong to a name. */
    private IntStream stretch(String part, List<String> columns) {
        if (columns.contains(part)) {
            return IntStream.of(columns.indexOf(part));
        }
        for (int hyphen = part.indexOf('-'); hyphen > 0; hyphen = part.indexOf('-', hyphen + 1)) {
            int from = columns.indexOf(part.substring(0, hyphen).strip());
            int to = columns.indexOf(part.substring(hyphen + 1).strip());
            if (from >= 0 && to >= from) {
                return IntStream.rangeClosed(from, to);
            }
        }
        throw new UsageException(
                "'" + text + "' names the column '" + part + "', which the run has not learnt.",
                "Its columns are " + String.join(", ", columns.subList(0, Math.min(8, columns.size())))
                        + (columns.size() > 8 ? ", …, " + columns.get(columns.size() - 1) : "") + ".",
                Nearest.word(part, columns)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Name one of these, or the first and the last of a stretch as FIRST-LAST."));
    }

    private Blur.Edges edges() {
        return switch (named.getOrDefault("edges", "reflect")) {
            case "reflect" -> Blur.Edges.REFLECT;
            case "zero" -> Blur.Edges.ZERO;
            default -> throw wrong("'" + text + "' has other edges", "Edges are edges=reflect or edges=zero");
        };
    }

    /** The number that may be given without its name. */
    private double number(String key, ToDoubleFunction<String> read) {
        String value = named.getOrDefault(key, first);
        if (value.isEmpty() || (named.containsKey(key) && !first.isEmpty())) {
            throw wrong("'" + text + "' lacks its number, or has two", example());
        }
        return read.applyAsDouble(value);
    }

    private double option(String key, double otherwise, ToDoubleFunction<String> read) {
        return named.containsKey(key) ? read.applyAsDouble(named.getOrDefault(key, "")) : otherwise;
    }

    private double whole(String value) {
        return read(value, Integer::parseInt, "whole number");
    }

    private double decimal(String value) {
        return read(value, Double::parseDouble, "number");
    }

    private double read(String value, ToDoubleFunction<String> parse, String kind) {
        try {
            return parse.applyAsDouble(value);
        } catch (NumberFormatException unreadable) {
            throw wrong("'" + value + "' in '" + text + "' is no " + kind, example());
        }
    }

    private String example() {
        return "It reads " + name
                + switch (name) {
                    case "inpaint" -> ":box=8,8,12,12";
                    case "random" -> ":0.7 or random:0.7,seed=1";
                    case "downsample" -> ":4";
                    case "blur" -> ":2 or blur:sigma=2,edges=zero";
                    default -> ":0.3 or compressed:0.3,seed=1";
                };
    }

    private UsageException wrong(String happened, String expected) {
        return new UsageException(happened + ".", expected + ".", "Operators are " + KINDS + ".");
    }
}
