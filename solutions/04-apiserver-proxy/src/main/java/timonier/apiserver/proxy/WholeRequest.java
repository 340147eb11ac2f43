package timonier.apiserver.proxy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiRequest.Incoming;

/// A client within the process, or one that asks for another protocol: its request is there as a
/// whole.
///
/// @param request what it asks
record WholeRequest(ApiRequest request) implements Incoming {

  @Override
  public String query() {
    return RequestHead.query(request);
  }

  @Override
  public String address() {
    return "";
  }

  @Override
  public long length() {
    return request.body().length;
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(request.body());
  }

  @Override
  public void onGone(Runnable action) {
    // it waits for its answer
  }

  @Override
  public void cut() {
    // nothing of it is under way
  }
}
