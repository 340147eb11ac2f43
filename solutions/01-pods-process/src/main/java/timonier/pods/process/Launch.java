package timonier.pods.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A program to start.
///
/// @param container the folder of the container that it is, or runs in
/// @param prefix what runs a command inside the pod's network
/// @param command the program and its arguments
/// @param environment its environment
/// @param directory where it starts
/// @param stdin whether it may be told something; else its input is empty
/// @param stdinOnce whether its input ends when the first who told it something leaves
/// @param tty whether it has a terminal
/// @param timeoutMillis how long it may take; 0 for no limit
public record Launch(
    Path container,
    List<String> prefix,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    boolean stdin,
    boolean stdinOnce,
    boolean tty,
    long timeoutMillis) {

  byte[] bytes() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    text(out, container.toString());
    texts(out, prefix);
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
    var prefix = texts(in);
    var command = texts(in);
    var environment = environment(texts(in), texts(in));
    return new Launch(
        container,
        prefix,
        command,
        environment,
        Path.of(text(in)),
        in.readBoolean(),
        in.readBoolean(),
        in.readBoolean(),
        in.readLong());
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
