package org.energymatching.tensor;

import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Where tensors are kept and computed with. It is chosen once and passed on: what makes a tensor takes the device from an
 * operand or from its caller, never from a setting of the process.
 *
 * @param name as the engine spells it, such as {@code cpu}
 */
public record Device(String name) {

    private static final Device CPU = new Device("cpu");
    private static final Device META = new Device("meta");

    /** The processor of this machine. */
    public static Device cpu() {
        return CPU;
    }

    /**
     * A device that knows shapes and holds no numbers. An operation between one of its tensors and a tensor of another device
     * is an error, and so is reading a value: a test on it proves that a computation stays where it began.
     */
    public static Device meta() {
        return META;
    }

    /** Whether its tensors have values that can be read back. */
    public boolean holdsNumbers() {
        return !equals(META);
    }

    /** The device of a tensor of the binding. */
    static Device of(org.bytedeco.pytorch.Tensor value) {
        if (value.is_cpu()) {
            return CPU;
        }
        return value.is_meta() ? META : new Device(value.device().str().getString());
    }

    /** Tensors of a kind on this device, as the binding wants to be asked for them. */
    TensorOptions options(torch.ScalarType type) {
        return new TensorOptions(type).device(new DeviceOptional(unwrap()));
    }

    /** A tensor of the binding on this device; the same one where it is there already. */
    org.bytedeco.pytorch.Tensor holding(org.bytedeco.pytorch.Tensor value) {
        return of(value).equals(this) ? value : value.to(unwrap(), value.scalar_type());
    }

    private org.bytedeco.pytorch.Device unwrap() {
        return new org.bytedeco.pytorch.Device(name);
    }
}
