package org.energymatching;

import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The architecture, as rules on the compiled classes. */
class LayersTest {

    private static final String ROOT = "org.energymatching";

    /** Each package uses only those before it; "" is the root package. */
    private static final List<String> LAYERS = List.of(
            "error",
            "description",
            "tensor",
            "condition",
            "nn",
            "nn.layer",
            "nn.image",
            "nn.sequence",
            "nn.potential",
            "nn.feature",
            "schedule",
            "inverse",
            "interaction",
            "",
            "coupling",
            "interpolant",
            "sampling.diagnostics",
            "sampling",
            "sampling.posterior",
            "geometry",
            "density",
            "data.file",
            "data",
            "data.toy",
            "data.table",
            "data.schema",
            "data.pivot",
            "data.image",
            "data.sequence",
            "data.fetch",
            "objective",
            "checkpoint.file",
            "checkpoint",
            "training",
            "metric",
            "metric.table",
            "metric.load",
            "baseline",
            "protein",
            "plot");

    /** Operators are tried on the processor, networks for features and of designs are there, and so are written-out derivatives. */
    private static final List<String> ONLY_ON_THE_PROCESSOR = List.of(
            "inverse.PowerIteration",
            "inverse.Probe",
            "inverse.RowBlock",
            "metric.Features",
            "nn.feature.CifarResNet",
            "nn.sequence.Conv1d",
            "nn.sequence.DirectDerivatives",
            "nn.sequence.SequenceWeights",
            "protein.Alphabet",
            "protein.PredictorTraining",
            "protein.SequenceVae",
            "protein.VaeTraining");

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void everyPackageIsALayer() {
        assertThat(LIBRARY)
                .isNotEmpty()
                .allSatisfy(type ->
                        assertThat(LAYERS).as("the layer of %s", type.getName()).contains(layer(type)));
    }

    @Test
    void layersUseOnlyEarlierOnes() {
        List<String> upward = LIBRARY.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> ours(dependency.getTargetClass()))
                .filter(dependency -> height(dependency.getOriginClass()) < height(dependency.getTargetClass()))
                .map(Dependency::getDescription)
                .toList();
        assertThat(upward).isEmpty();
    }

    @Test
    void onlyTensorAndNnSpeakToTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".tensor..", ROOT + ".nn..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(LIBRARY);
    }

    @Test
    void noUserMeetsTheBinding() throws IOException {
        Set<String> everybody = module().exports().stream()
                .filter(exported -> !exported.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        List<JavaCodeUnit> seen = LIBRARY.stream()
                .filter(type -> everybody.contains(type.getPackageName()))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                .toList();
        assertThat(seen).isNotEmpty().filteredOn(LayersTest::speaksOfTheBinding).isEmpty();
    }

    /**
     * What makes a tensor takes the device from an operand or from its caller: the forms that make it on the processor are for
     * what is only ever there, and for tests.
     */
    @Test
    void tensorsAreMadeOnTheDeviceOfAnOperand() {
        Set<String> onTheProcessor = Set.of(
                "of([F, org.energymatching.tensor.Shape)",
                "of([F)",
                "of([D)",
                "zeros(org.energymatching.tensor.Shape)",
                "ones(org.energymatching.tensor.Shape)");
        Set<String> found = new TreeSet<>();
        LIBRARY.stream()
                .filter(type -> !type.getPackageName().startsWith(ROOT + ".tensor"))
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getName().equals(Tensor.class.getName()))
                .filter(call -> onTheProcessor.contains(signature(call)))
                .forEach(call -> found.add(call.getOriginOwner()
                        .getName()
                        .substring(ROOT.length() + 1)
                        .replaceFirst("\\$.*", "")));
        assertThat(found).containsExactlyElementsOf(ONLY_ON_THE_PROCESSOR);
    }

    private static String signature(JavaMethodCall call) {
        return call.getName()
                + call.getTarget().getRawParameterTypes().stream()
                        .map(JavaClass::getName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static boolean speaksOfTheBinding(JavaCodeUnit unit) {
        return Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
                .anyMatch(type -> type.getPackageName().startsWith("org.bytedeco"));
    }

    /** A package that the descriptor forgets is one that the program loses on the module path. */
    @Test
    void everyPackageIsExportedToEverybodyOrToTheProgram() throws IOException {
        assertThat(module().exports())
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactlyInAnyOrderElementsOf(
                        LIBRARY.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()));
    }

    /** That beside the library's classes: on the class path other descriptors go by the same name. */
    private static ModuleDescriptor module() throws IOException {
        URL beside = Objects.requireNonNull(Tensor.class.getResource("Tensor.class"));
        try (InputStream file = new URL(beside, "../../../module-info.class").openStream()) {
            return ModuleDescriptor.read(file);
        }
    }

    @Test
    void publicTypesAreAbstractOrFinal() {
        assertThat(LIBRARY)
                .filteredOn(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .allSatisfy(type -> assertThat(type.isInterface()
                                || type.isEnum()
                                || type.isRecord()
                                || type.getModifiers().contains(FINAL)
                                || type.getModifiers().contains(ABSTRACT))
                        .as("%s can neither be extended by accident nor is it final", type.getName())
                        .isTrue());
    }

    @Test
    void noTypeExposesAMutableField() {
        assertThat(LIBRARY)
                .allSatisfy(type -> assertThat(type.getFields())
                        .filteredOn(field -> field.getModifiers().contains(JavaModifier.PUBLIC))
                        .allMatch(field -> field.getModifiers().contains(FINAL)));
    }

    @Test
    void everyPackageDistrustsNull() {
        assertThat(LIBRARY.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allMatch(LayersTest::isNullMarked);
    }

    private static boolean isNullMarked(JavaPackage javaPackage) {
        return javaPackage.tryGetAnnotationOfType(NullMarked.class).isPresent();
    }

    private static boolean ours(JavaClass type) {
        return type.getPackageName().startsWith(ROOT);
    }

    private static int height(JavaClass type) {
        return LAYERS.indexOf(layer(type));
    }

    /** The tensor and what computes behind it know one another: they are one layer. */
    private static String layer(JavaClass type) {
        String name = type.getPackageName().replace(".tensor.engine", ".tensor");
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }
}
