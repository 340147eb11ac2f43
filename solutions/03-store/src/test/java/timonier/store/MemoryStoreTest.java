package timonier.store;

import timonier.kit.loop.EventLoop;

class MemoryStoreTest extends StoreContract {
  @Override
  Store open(EventLoop loop) {
    return new MemoryStore();
  }
}
