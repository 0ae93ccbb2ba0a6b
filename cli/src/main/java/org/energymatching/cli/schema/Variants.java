package org.energymatching.cli.schema;

import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import tools.jackson.databind.jsontype.NamedType;

/** All registered variants. */
public final class Variants {

    private static final List<Class<? extends Variant>> ALL = ServiceLoader.load(VariantProvider.class).stream()
            .flatMap(provider -> provider.get().variants().stream())
            .collect(Collectors.toUnmodifiableList());

    private Variants() {}

    /** The variants of a kind, in the order of their registration. */
    static List<Class<? extends Variant>> of(Class<?> kind) {
        return ALL.stream().filter(kind::isAssignableFrom).toList();
    }

    /** The names of all variants, for the mapper that reads and writes them. */
    public static NamedType[] names() {
        return ALL.stream().map(type -> new NamedType(type, name(type))).toArray(NamedType[]::new);
    }

    /** The names of the variants of a kind, in the order of their registration. */
    public static List<String> names(Class<?> kind) {
        return of(kind).stream().map(Variants::name).toList();
    }

    static String name(Class<?> type) {
        return named(type).value();
    }

    static Named named(Class<?> type) {
        return Objects.requireNonNull(type.getAnnotation(Named.class), () -> type + " carries no name");
    }
}
