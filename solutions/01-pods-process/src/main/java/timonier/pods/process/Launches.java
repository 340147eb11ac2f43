package timonier.pods.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timonier.pods.process.RuntimeFolder.KeptContainer;
import timonier.pods.process.RuntimeFolder.KeptSandbox;
import timonier.pods.runtime.Privileges;

/// Makes requests to the supervisor from the records of containers.
///
/// @param folder of the runtime
/// @param confinements what separates containers from the host
record Launches(RuntimeFolder folder, Confinements confinements) {

  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /// A container's own program.
  Launch program(KeptContainer kept, KeptSandbox sandbox) {
    var config = kept.config();
    return launch(
        kept, sandbox, kept.command(), config.stdin(), config.stdinOnce(), config.tty(), 0);
  }

  /// A command inside a container.
  Launch command(
      KeptContainer kept,
      KeptSandbox sandbox,
      timonier.pods.runtime.ContainerRuntime.ExecOptions options) {
    return launch(
        kept,
        sandbox,
        options.command(),
        options.stdin(),
        false,
        options.tty(),
        options.timeout().map(java.time.Duration::toMillis).orElse(0L));
  }

  private Launch launch(
      KeptContainer kept,
      KeptSandbox sandbox,
      List<String> command,
      boolean stdin,
      boolean stdinOnce,
      boolean tty,
      long timeoutMillis) {
    return new Launch(
        folder.container(kept.id()).path(),
        confinements.of(kept, sandbox),
        command,
        environment(kept, sandbox, tty),
        directory(kept),
        stdin,
        stdinOnce,
        tty,
        timeoutMillis);
  }

  private Path directory(KeptContainer kept) {
    var wanted = kept.config().workingDir();
    return confinements.arePossible()
        ? Path.of("/").resolve(wanted).normalize()
        : folder.inside(kept.id(), wanted);
  }

  private String home(KeptContainer kept) {
    if (!confinements.arePossible()) {
      return folder.container(kept.id()).work().toString();
    }
    var user = kept.config().security().flatMap(Privileges::user).orElse(0L);
    return user == 0 ? "/root" : "/";
  }

  private Map<String, String> environment(KeptContainer kept, KeptSandbox sandbox, boolean tty) {
    var environment = new LinkedHashMap<String, String>();
    environment.put("PATH", PATH);
    environment.put("HOME", home(kept));
    environment.put("HOSTNAME", sandbox.config().hostname());
    environment.put("POD_IP", sandbox.address());
    if (tty) {
      environment.put("TERM", "xterm");
    }
    environment.putAll(kept.config().env());
    return environment;
  }
}
