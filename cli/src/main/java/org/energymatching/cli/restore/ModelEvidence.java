package org.energymatching.cli.restore;

import org.energymatching.Samples;
import org.energymatching.inverse.ForwardModel;
import org.energymatching.inverse.Likelihood;

/**
 * One instrument for all rows.
 *
 * @param instrument what it is, in the units of the data
 * @param model the same with its noise, for rows in the units of the potential
 * @param y what {@code model} measured, one row after another
 * @param exact whether the measurements have no noise, so that the noise of the model is there for the chains alone
 * @param shown measurements to look at, in the units of the data
 */
record ModelEvidence(Instrument instrument, ForwardModel model, float[] y, boolean exact, Samples shown)
        implements Evidence {

    @Override
    public int rows() {
        return shown.rows();
    }

    @Override
    public Likelihood likelihood(int chains) {
        return model.likelihood(y, chains);
    }

    @Override
    public double spread() {
        return model.spread();
    }

    @Override
    public double misfit(Samples x, int perRow) {
        float[] seen = model.operator().values(x.values());
        int width = model.outputShape().length();
        double sum = 0;
        for (int i = 0; i < seen.length; i++) {
            double measured = y[i / width / perRow * width + i % width];
            double off = (measured - seen[i]) / model.noise().deviation(seen[i]);
            sum += off * off;
        }
        return Math.sqrt(sum / seen.length);
    }

    @Override
    public boolean[] unseen(int row) {
        return instrument.unseen();
    }

    /** Only holes have exact measurements, of images, whose units are those of the potential. */
    @Override
    public Samples settled(Samples x, int perRow) {
        return exact ? CellEvidence.put(shown, x, perRow) : x;
    }
}
