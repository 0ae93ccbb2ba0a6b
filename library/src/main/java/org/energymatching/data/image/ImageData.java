package org.energymatching.data.image;

import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.data.Dataset;
import org.energymatching.data.file.EpochOrder;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The empirical distribution of a finite set of images, as points in [−1, 1]; only those of a mini-batch are converted to floats.
 *
 * <p>Mini-batches take all images in epochs as those of a {@link Dataset} do. With flips, each image that is drawn is mirrored
 * left to right with probability ½, independently every time.
 *
 * @param images the images
 * @param flips whether to mirror at random
 * @param conditions the encoded condition of each image, (images, k); null where they have none
 */
public record ImageData(
        ImageSet images, boolean flips, @Nullable Samples conditions) implements Distribution {

    public ImageData {
        if (images.count() < 1) {
            throw new DataException(
                    "The set of images is empty.",
                    "A data set has at least one image.",
                    "Check the file that it was read from.");
        }
    }

    /** Images without conditions. */
    public ImageData(ImageSet images, boolean flips) {
        this(images, flips, null);
    }

    @Override
    public Shape shape() {
        return images.shape();
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        images.scale(rng.nextInt(images.count()), out, offset);
        if (flips && rng.nextBoolean()) {
            mirror(out, offset);
        }
    }

    @Override
    public Samples batch(long step, int n, Rng rng) {
        int[] rows = EpochOrder.rows(images.count(), step, n, rng);
        Samples batch = images.samples(rows);
        Rng flip = rng.stream("flip").at(step);
        for (int i = 0; i < n; i++) {
            if (flips && flip.at(i).nextBoolean()) {
                mirror(batch.values(), i * batch.width());
            }
        }
        return batch.given(conditions == null ? null : conditions.pick(rows));
    }

    private void mirror(float[] values, int offset) {
        int width = (int) shape().at(2);
        for (int row = offset; row < offset + shape().length(); row += width) {
            for (int left = row, right = row + width - 1; left < right; left++, right--) {
                float swapped = values[left];
                values[left] = values[right];
                values[right] = swapped;
            }
        }
    }
}
