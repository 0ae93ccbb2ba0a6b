package org.energymatching.cli.train;

import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.data.file.Numbers;
import org.energymatching.tensor.engine.Engine;
import org.energymatching.training.Phase;
import org.energymatching.training.StepReport;
import org.energymatching.training.TrainingPlan;
import org.jspecify.annotations.Nullable;

/** The progress of training, one line for each phase: their steps differ in cost, so each phase has its own remaining time. */
final class PhaseProgress implements AutoCloseable {

    private final TrainingPlan plan;
    private final Console console;
    private @Nullable Progress progress;
    private String phase = "";
    private long phaseStart;

    PhaseProgress(TrainingPlan plan, Console console) {
        this.plan = plan;
        this.console = console;
    }

    void at(StepReport report) {
        if (progress == null || !phase.equals(report.phase())) {
            close();
            begin(report.phase());
        }
        if (progress != null) {
            progress.at(report.step() - phaseStart, line(report));
        }
    }

    private void begin(String name) {
        phaseStart = 0;
        for (Phase each : plan.phases()) {
            if (each.name().equals(name)) {
                phase = name;
                progress = console.progress(name, each.steps());
                return;
            }
            phaseStart += each.steps();
        }
    }

    private static String line(StepReport report) {
        StringBuilder line = new StringBuilder();
        report.loss().parts().forEach((name, value) -> line.append(Numbers.format("%s %.3f  ", name, value)));
        Double above = report.loss().measured().get("positiveEnergy");
        Double below = report.loss().measured().get("negativeEnergy");
        if (above != null && below != null) {
            line.append(Numbers.format("energy gap %.3f  ", above - below));
        }
        return line.append(Engine.residentBytes() >> 20).append(" MiB").toString();
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
    }
}
