package timonier.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import timonier.apiserver.kinds.ApiServerPart;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.User;
import timonier.apiserver.schema.Schemas;
import timonier.kit.sim.SimulatedDisk;
import timonier.kit.sim.Simulation;
import timonier.pods.PodsPart;
import timonier.store.LogStore;

class FullDiskTest {

  private static final byte[] CONFIG_MAP =
      TestServer.json("{'metadata':{'name':'a'}}").getBytes(StandardCharsets.UTF_8);

  private final Simulation simulation = new Simulation(7);
  private final SimulatedDisk disk = new SimulatedDisk(() -> {});

  private static ApiResponse create(ApiServer server) {
    return server.call(
        ApiRequest.at("POST", TestServer.CONFIG_MAPS, User.admin())
            .withBody("application/json", CONFIG_MAP));
  }

  @Test
  void a_write_is_refused_while_the_disk_is_full_and_accepted_when_there_is_room() {
    simulation.call(() -> {
      var loop = simulation.loop("store");
      try (var store = new LogStore(loop, disk)) {
        var server =
            new ApiServer(
                    loop,
                    store,
                    new Schemas(),
                    List.of(PodsPart.part(), ApiServerPart.part(), TestTypes.part()),
                    Optional.empty())
                .start();
        disk.room(10);
        assertThat(TestServer.refusal(503, "ServiceUnavailable", create(server)))
            .isEqualTo("the store takes no writes until its disk does: No space left on device");
        disk.room(10_000);
        assertThat(create(server).code()).isEqualTo(201);
      }
      return "done";
    });
  }
}
