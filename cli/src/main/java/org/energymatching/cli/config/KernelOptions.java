package org.energymatching.cli.config;

import org.energymatching.cli.config.Choices.FlowScheme;
import org.energymatching.cli.config.Choices.InnerKernel;

/** What the kernels of a {@link RunConfig} can be told beyond their name; each option belongs to some of them. */
public record KernelOptions(
        @Key(
                doc =
                        "Steps with noise over which each chain learns how long its steps should be, beginning at sampling.step; 0 keeps that. Kernels mala, hmc, and parallel-tempering around them.",
                standard = "0",
                range = "[0, inf)")
        int warmupSteps,

        @Key(
                doc = "Leapfrog steps of a glide. Kernel hmc, and parallel-tempering around it.",
                standard = "10",
                range = "[1, inf)",
                symbol = "L")
        int leapfrogSteps,

        @Key(
                doc =
                        "Error allowed in a step, absolute and relative. Kernel rk45, and gradient-flow with that scheme.",
                standard = "1e-4",
                range = "[1e-7, 1]")
        double tolerance,

        @Key(doc = "How the slope is followed. Kernel gradient-flow.", standard = "euler")
        FlowScheme scheme,

        @Key(doc = "What moves the replicas. Kernel parallel-tempering.", standard = "mala")
        InnerKernel inner,

        @Key(doc = "How many temperatures there are. Kernel parallel-tempering.", standard = "5", range = "[2, inf)")
        int levels,

        @Key(
                doc =
                        "The highest temperature, in units of that of the schedule; those between rise by one factor. Kernel parallel-tempering.",
                standard = "10",
                range = "(1, inf)")
        double hottest,

        @Key(
                doc = "Replicas try to exchange places in one of so many steps, at random. Kernel parallel-tempering.",
                standard = "5",
                range = "[1, inf)")
        int swapEvery) {}
