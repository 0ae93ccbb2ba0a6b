package org.energymatching.cli.sample;

import java.util.LinkedHashMap;
import java.util.Map;
import org.energymatching.Samples;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.data.file.Numbers;
import org.energymatching.density.Certificate;
import org.energymatching.tensor.Rng;

/**
 * Whether the samples of {@code em sample} are at equilibrium.
 *
 * @param certificate what was found
 */
record CertificateReport(Certificate certificate) {

    static CertificateReport of(TrainedRun run, Samples samples, long seed) {
        double epsilon = run.config().temperature().epsilonMax();
        return new CertificateReport(
                Certificate.of(run.potential(), samples, epsilon, Rng.of(seed).stream("certificate")));
    }

    String text() {
        return Numbers.format(
                "%s%nConfigurational temperature %.4f ± %.4f against ε = %s, virial residual %.4f ± %.4f, Stein discrepancy %.3g"
                        + " (one as large has a probability of %.3f at equilibrium).",
                certificate.verdict(),
                certificate.temperature().value(),
                certificate.temperature().error(),
                Numbers.brief(certificate.epsilon()),
                certificate.virial().value(),
                certificate.virial().error(),
                certificate.stein().squared(),
                certificate.stein().probability());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("atEquilibrium", certificate.atEquilibrium());
        json.put("verdict", certificate.verdict());
        json.put("temperature", certificate.temperature());
        json.put("virial", certificate.virial());
        json.put("energy", certificate.energy());
        json.put("stein", certificate.stein());
        return json;
    }
}
