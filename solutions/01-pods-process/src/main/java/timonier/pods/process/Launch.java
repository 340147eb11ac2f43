package timonier.pods.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import timonier.pods.host.Confinement;

/// A program to start.
///
/// @param container the folder of its container
/// @param confinement what separates it from the host; nothing if absent
/// @param command the program and its arguments
/// @param environment its environment
/// @param directory in which it starts
/// @param stdin whether it has an input; otherwise its input is empty
/// @param stdinOnce whether its input ends when the first client that writes to it leaves
/// @param tty whether it has a terminal
/// @param timeoutMillis how long it may take; 0 for no limit
record Launch(
    Path container,
    Optional<Confinement> confinement,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    boolean stdin,
    boolean stdinOnce,
    boolean tty,
    long timeoutMillis) {

  /// Whether it has a process namespace of its own, so that all that it started ends with it.
  boolean isAlone() {
    return confinement
        .filter(c -> c.processes().kind() == Confinement.SeenProcesses.Kind.OWN)
        .isPresent();
  }

  byte[] bytes() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    text(out, container.toString());
    out.writeBoolean(confinement.isPresent());
    if (confinement.isPresent()) {
      write(out, confinement.get());
    }
    texts(out, command);
    texts(out, List.copyOf(environment.keySet()));
    texts(out, List.copyOf(environment.values()));
    text(out, directory.toString());
    out.writeBoolean(stdin);
    out.writeBoolean(stdinOnce);
    out.writeBoolean(tty);
    out.writeLong(timeoutMillis);
    return bytes.toByteArray();
  }

  static Launch of(byte[] bytes) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    var container = Path.of(text(in));
    var confinement =
        in.readBoolean() ? Optional.of(confinement(in)) : Optional.<Confinement>empty();
    var command = texts(in);
    var environment = environment(texts(in), texts(in));
    return new Launch(
        container,
        confinement,
        command,
        environment,
        Path.of(text(in)),
        in.readBoolean(),
        in.readBoolean(),
        in.readBoolean(),
        in.readLong());
  }

  /// Finds the program among the files that the calling thread sees, starting from its folder.
  Optional<String> program() {
    var name = command.isEmpty() ? "" : command.getFirst();
    if (name.isEmpty() || name.indexOf(0) >= 0) {
      return Optional.empty();
    }
    if (name.contains("/")) {
      var file = directory.resolve(name);
      return isProgram(file) ? Optional.of(file.toString()) : Optional.empty();
    }
    var folders = environment.getOrDefault("PATH", "").split(":", -1);
    return Stream.of(folders)
        .map(folder -> directory.resolve(folder).resolve(name))
        .filter(Launch::isProgram)
        .map(Path::toString)
        .findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static void write(DataOutputStream out, Confinement confined) throws IOException {
    text(out, confined.network());
    text(out, confined.processes().kind().name());
    text(out, confined.processes().space());
    text(out, confined.hostname());
    out.writeInt(confined.mounts().size());
    for (var bind : confined.mounts()) {
      text(out, bind.source());
      text(out, bind.target());
      out.writeBoolean(bind.readOnly());
    }
    out.writeBoolean(confined.readOnlyRoot());
    var identity = confined.identity();
    out.writeLong(identity.user());
    out.writeLong(identity.group());
    out.writeInt(identity.groups().size());
    for (var group : identity.groups()) {
      out.writeLong(group);
    }
    out.writeLong(identity.capabilities());
    out.writeBoolean(identity.canGainPrivileges());
    out.writeLong(confined.limits().shares());
    out.writeLong(confined.limits().milliCpu());
    out.writeLong(confined.limits().memoryBytes());
  }

  private static Confinement confinement(DataInputStream in) throws IOException {
    return new Confinement(
        text(in),
        new Confinement.SeenProcesses(Confinement.SeenProcesses.Kind.valueOf(text(in)), text(in)),
        text(in),
        binds(in),
        in.readBoolean(),
        new Confinement.Identity(
            in.readLong(), in.readLong(), groups(in), in.readLong(), in.readBoolean()),
        new Confinement.Limits(in.readLong(), in.readLong(), in.readLong()));
  }

  private static List<Confinement.Bind> binds(DataInputStream in) throws IOException {
    var binds = new ArrayList<Confinement.Bind>();
    for (var left = in.readInt(); left > 0; left--) {
      binds.add(new Confinement.Bind(text(in), text(in), in.readBoolean()));
    }
    return binds;
  }

  private static List<Long> groups(DataInputStream in) throws IOException {
    var groups = new ArrayList<Long>();
    for (var left = in.readInt(); left > 0; left--) {
      groups.add(in.readLong());
    }
    return groups;
  }

  private static Map<String, String> environment(List<String> names, List<String> values) {
    var environment = new LinkedHashMap<String, String>();
    for (var i = 0; i < names.size(); i++) {
      environment.put(names.get(i), values.get(i));
    }
    return environment;
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static void texts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (var text : texts) {
      text(out, text);
    }
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    var texts = new ArrayList<String>();
    for (var left = in.readInt(); left > 0; left--) {
      texts.add(text(in));
    }
    return texts;
  }
}
