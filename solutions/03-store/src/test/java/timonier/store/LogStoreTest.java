package timonier.store;

import timonier.kit.loop.EventLoop;
import timonier.kit.sim.SimulatedDisk;

class LogStoreTest extends StoreContract {
  @Override
  Store open(EventLoop loop) {
    return new LogStore(loop, new SimulatedDisk(() -> {}));
  }
}
