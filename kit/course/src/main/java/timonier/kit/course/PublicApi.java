package timonier.kit.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.ConstantValueAttribute;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the classes of a module declare for other modules, and a learner's classes must declare to
/// replace them.
///
/// Each class is a set of sentences: one about itself, with everything that a `switch` over it
/// relies on, and one for each member that others may use.
///
/// @param classes by name
record PublicApi(SortedMap<String, SortedSet<String>> classes) {

  /// Reads the classes in a folder.
  static PublicApi of(Path folder) {
    var classes = new TreeMap<String, SortedSet<String>>();
    for (var file : FileTree.files(folder)) {
      if (file.toString().endsWith(".class")) {
        try {
          var model = ClassFile.of().parse(Files.readAllBytes(file));
          if (isOpen(model)) {
            classes.put(name(model.thisClass()), sentences(model));
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return new PublicApi(classes);
  }

  /// Says in words what another API lacks; empty if it lacks nothing.
  ///
  /// @param other the API that would replace this one
  Optional<String> missingIn(PublicApi other) {
    for (var declared : classes.entrySet()) {
      var there = other.classes.get(declared.getKey());
      if (there == null) {
        return Optional.of("class " + declared.getKey());
      }
      var missing = declared.getValue().stream().filter(one -> !there.contains(one)).findFirst();
      if (missing.isPresent()) {
        return Optional.of(missing.get() + " of " + declared.getKey());
      }
    }
    return Optional.empty();
  }

  private static boolean isOpen(ClassModel model) {
    return visibility(model).contains(AccessFlag.PUBLIC)
        || visibility(model).contains(AccessFlag.PROTECTED);
  }

  /// The visibility of a class. A nested class has it in two places; the one next to its name
  /// counts.
  private static Set<AccessFlag> visibility(ClassModel model) {
    return model
        .findAttribute(Attributes.innerClasses())
        .flatMap(inner ->
            inner.classes().stream()
                .filter(info -> info.innerClass().equals(model.thisClass()))
                .findFirst()
                .map(InnerClassInfo::flags))
        .orElse(model.flags().flags());
  }

  private static SortedSet<String> sentences(ClassModel model) {
    var sentences = new TreeSet<String>();
    sentences.add("the declaration '" + header(model) + "'");
    model.fields().stream()
        .filter(field -> isOpen(field.flags().flags()))
        .forEach(field -> sentences.add("the field '" + field(field) + "'"));
    model.methods().stream()
        .filter(method -> isOpen(method.flags().flags()))
        .forEach(method -> sentences.add("the method '" + method(method) + "'"));
    return sentences;
  }

  private static boolean isOpen(Set<AccessFlag> flags) {
    return (flags.contains(AccessFlag.PUBLIC) || flags.contains(AccessFlag.PROTECTED))
        && !flags.contains(AccessFlag.SYNTHETIC);
  }

  private static String header(ClassModel model) {
    var header = new StringBuilder(words(visibility(model))).append(name(model.thisClass()));
    model
        .findAttribute(Attributes.record())
        .ifPresent(record ->
            header.append(
                record.components().stream()
                    .map(part ->
                        part.descriptorSymbol().displayName()
                            + generic(part)
                            + " "
                            + part.name().stringValue())
                    .collect(Collectors.joining(", ", "(", ")"))));
    model.superclass().ifPresent(above -> header.append(" extends ").append(name(above)));
    header.append(list(" implements ", model.interfaces()));
    model
        .findAttribute(Attributes.permittedSubclasses())
        .ifPresent(sealed -> header.append(list(" permits ", sealed.permittedSubclasses())));
    if (model.flags().has(AccessFlag.ENUM)) {
      header.append(
          model.fields().stream()
              .filter(field -> field.flags().has(AccessFlag.ENUM))
              .map(field -> field.fieldName().stringValue())
              .collect(Collectors.joining(", ", " {", "}")));
    }
    return header + generic(model);
  }

  private static String list(String before, List<ClassEntry> classes) {
    return classes.isEmpty()
        ? ""
        : classes.stream().map(PublicApi::name).collect(Collectors.joining(", ", before, ""));
  }

  private static String field(FieldModel field) {
    var constant =
        field.findAttribute(Attributes.constantValue()).map(ConstantValueAttribute::constant);
    return words(field.flags().flags())
        + field.fieldTypeSymbol().displayName()
        + generic(field)
        + " "
        + field.fieldName().stringValue()
        + constant.map(value -> " = " + value.constantValue()).orElse("");
  }

  private static String method(MethodModel method) {
    var type = method.methodTypeSymbol();
    return words(method.flags().flags())
        + type.returnType().displayName()
        + " "
        + method.methodName().stringValue()
        + type.parameterList().stream()
            .map(ClassDesc::displayName)
            .collect(Collectors.joining(", ", "(", ")"))
        + generic(method);
  }

  /// The generic signature, if there is one: lists of different things are different types.
  private static String generic(AttributedElement element) {
    return element
        .findAttribute(Attributes.signature())
        .map(SignatureAttribute::signature)
        .map(signature -> "<" + signature.stringValue() + ">")
        .orElse("");
  }

  private static String words(Set<AccessFlag> flags) {
    return flags.stream()
        .filter(flag ->
            Set.of(
                    AccessFlag.PUBLIC,
                    AccessFlag.PROTECTED,
                    AccessFlag.STATIC,
                    AccessFlag.FINAL,
                    AccessFlag.ABSTRACT)
                .contains(flag))
        .sorted()
        .map(flag -> flag.name().toLowerCase(java.util.Locale.ROOT) + " ")
        .collect(Collectors.joining());
  }

  private static String name(ClassEntry entry) {
    return entry.name().stringValue().replace('/', '.').replace('$', '.');
  }
}
