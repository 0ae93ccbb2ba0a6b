package org.energymatching.cli.config;

/** The losses on where chains arrive and stay. */
public record ArrivalConfig(
        @Key(
                doc = "Weight of the energy distance between chains that have arrived and data.",
                standard = "20",
                range = "[0, inf)")
        double weight,

        @Key(
                doc = "When chains from the source should have arrived; as long chains from data should stay.",
                standard = "1",
                range = "(0, inf)")
        double time,

        @Key(doc = "Time of one of their steps.", standard = "0.04", range = "(0, inf)", symbol = "Δt")
        double step,

        @Key(
                doc = "Slopes along the chains, drawn at random, that carry the gradient of a training step.",
                standard = "256",
                range = "[1, inf)")
        int slopes,

        @Key(
                doc = "Chains from data that are kept from step to step, where they live longer than time.",
                standard = "1024",
                range = "[1, inf)")
        int chains,

        @Key(
                doc =
                        "Mean time after which a chain from data starts again at data; at most time if each does in every step.",
                standard = "1",
                range = "(0, inf)")
        double lifetime) {}
