package org.energymatching.cli.schema;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * One of several parts of a kind, chosen by its name: a loss, a kernel, a network. A key of the kind is written as the name alone,
 * {@code kernel: mala}, or as the name with its own keys, {@code kernel: {mala: {warmupSteps: 100}}}.
 *
 * <p>A kind is an interface that extends this one; its variants are records with {@link Key}s, carry {@link Named}, and are
 * registered by a {@link VariantProvider}. Each builds the library's object that it describes.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
public interface Variant {

    /** The name of this variant. */
    default String name() {
        return Variants.name(getClass());
    }
}
