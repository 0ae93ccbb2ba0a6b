package org.energymatching.cli.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.density.Certificate;
import org.energymatching.density.FreeEnergy;
import org.energymatching.density.Integrability;
import org.energymatching.density.LangevinBound;
import org.energymatching.tensor.Rng;
import org.jspecify.annotations.Nullable;

/**
 * Whether the samples of {@code em sample} are at equilibrium, and whether an equilibrium exists.
 *
 * @param certificate the test at equilibrium
 * @param integrability whether V rises on all rays, as far as a few of them show
 * @param bound the necessary length of sampling, if there is an a priori bound; null for more than {@value #MOST_COLUMNS} columns
 * @param freeEnergy the divergence from the equilibrium in one or two columns; null for more, and if V does not rise
 */
record CertificateReport(
        Certificate certificate,
        Integrability integrability,
        @Nullable LangevinBound bound,
        @Nullable FreeEnergy freeEnergy) {

    private static final int MOST_COLUMNS = 64;
    private static final int POINTS = 128;

    static CertificateReport of(TrainedRun run, Samples samples, long seed) {
        double epsilon = run.config().temperature().epsilonMax();
        Certificate certificate = certificate(run, samples, seed);
        Integrability integrability =
                Integrability.of(run.potential(), samples, epsilon, Rng.of(seed).stream("directions"));
        boolean plane = samples.width() <= 2 && integrability.holds();
        return new CertificateReport(
                certificate,
                integrability,
                samples.width() <= MOST_COLUMNS
                        ? LangevinBound.of(run.potential(), samples.slice(0, Math.min(POINTS, samples.rows())), epsilon)
                        : null,
                plane ? FreeEnergy.of(run.potential(), samples, epsilon) : null);
    }

    static Certificate certificate(TrainedRun run, Samples samples, long seed) {
        double epsilon = run.config().temperature().epsilonMax();
        return Certificate.of(run.potential(), samples, epsilon, Rng.of(seed).stream("certificate"));
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(certificate.verdict());
        lines.add(Numbers.format(
                "Configurational temperature %.4f ± %.4f against ε = %s, virial residual %.4f ± %.4f, Stein discrepancy %.3g"
                        + " (one as large has a probability of %.3f at equilibrium).",
                certificate.temperature().value(),
                certificate.temperature().error(),
                Numbers.brief(certificate.epsilon()),
                certificate.virial().value(),
                certificate.virial().error(),
                certificate.stein().squared(),
                certificate.stein().probability()));
        if (freeEnergy != null) {
            lines.add(Numbers.format("KL(samples ‖ exp(-V/ε)/Z) is about %.3f nats.", freeEnergy.divergence()));
        }
        lines.add(
                integrability.holds()
                        ? Numbers.format(
                                "V rises on all rays tried, %.1f times as fast as exp(-V/ε) needs to have an integral.",
                                Arrays.stream(integrability.growth()).min().orElse(Double.NaN))
                        : "V does not rise fast enough far from the samples: exp(-V/ε) has no integral, and there is no equilibrium."
                                + " Train with confinementRadius=1.2.");
        if (bound != null) {
            lines.add(
                    bound.exists()
                            ? Numbers.format(
                                    "A priori, KL falls by exp(-%.3g t) where the curvature is that at the samples.",
                                    2 * bound.convexity())
                            : "No bound on the time is known beforehand: V is not strongly convex at the samples.");
        }
        return String.join("\n", lines);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("atEquilibrium", certificate.atEquilibrium());
        json.put("verdict", certificate.verdict());
        json.put("temperature", certificate.temperature());
        json.put("virial", certificate.virial());
        json.put("energy", certificate.energy());
        json.put("stein", certificate.stein());
        json.put("growth", integrability.growth());
        if (bound != null) {
            json.put("curvature", List.of(bound.convexity(), bound.smoothness()));
        }
        if (freeEnergy != null) {
            json.put("divergence", freeEnergy.divergence());
        }
        return json;
    }
}
