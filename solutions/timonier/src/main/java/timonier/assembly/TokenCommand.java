package timonier.assembly;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import timonier.apiserver.requests.User;
import timonier.client.TransportClient;
import timonier.kit.certificates.Pem;
import timonier.nodes.JoinTokens;

/// Tokens with which machines join.
@Command(
    name = "token",
    description = "Make tokens with which nodes join.",
    mixinStandardHelpOptions = true,
    subcommands = TokenCommand.Create.class)
final class TokenCommand {

  private static final String NAME = "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";

  /// Makes one.
  @Command(
      name = "create",
      description = {
        "Print a token with which one node joins, good once and for a day:",
        "  ./timonier token create NAME > FILE",
        "  ./timonier node --server URL --name NAME --token-file FILE"
      },
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The name of the node.")
    private String name = "";

    @Option(names = "--data", description = "The cluster's folder (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".timonier");

    @Override
    public Integer call() {
      if (!name.matches(NAME)) {
        throw new CommandFailure(
            "A node's name is made of small letters, digits, '-' and '.', not \"" + name + "\".");
      }
      var folder = DataFolder.existing(data);
      try (var transport = folder.transport()) {
        var client = new TransportClient(transport, new User("timonier", List.of()));
        var authority = Pem.certificate(folder.read("ca.crt").orElseThrow());
        System.out.println(JoinTokens.create(client, authority, name, Instant.now()));
      }
      return 0;
    }
  }
}
