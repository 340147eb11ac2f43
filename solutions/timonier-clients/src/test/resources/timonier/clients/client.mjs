// Uses the official client for Node as its documentation shows; prints what came.
import { PassThrough, Writable } from 'node:stream';
import * as k8s from '@kubernetes/client-node';

const config = new k8s.KubeConfig();
config.loadFromFile(process.argv[2]);
const core = config.makeApiClient(k8s.CoreV1Api);
const container = { name: 'web', image: 'timonier/web:v1' };
await core.createNamespacedPod({
  namespace: 'default',
  body: { metadata: { name: 'node', labels: { app: 'node' } }, spec: { containers: [container] } },
});

const isReady = (pod) =>
  (pod.status.conditions ?? []).some((c) => c.type === 'Ready' && c.status === 'True');
await new Promise((resolve, reject) => {
  const watch = new k8s.Watch(config);
  const path = '/api/v1/namespaces/default/pods';
  const request = watch.watch(
    path,
    { labelSelector: 'app=node' },
    (_, pod) => {
      if (isReady(pod)) {
        console.log('a watch tells of', pod.metadata.labels.app);
        request.then((sent) => sent.abort());
        resolve();
      }
    },
    (failure) => (failure && failure.name !== 'AbortError' ? reject(failure) : resolve()),
  );
});

const nodes = await core.listNode();
console.log('node', nodes.items.map((node) => node.metadata.name).join());

const words = { out: '', err: '' };
const into = (name) =>
  new Writable({
    write(chunk, _, done) {
      words[name] += chunk;
      done();
    },
  });
const stdin = new PassThrough();
stdin.end('echo heard $((40 + 2))\necho err >&2\nexit 4\n');
const status = await new Promise((resolve, reject) => {
  new k8s.Exec(config)
    .exec('default', 'node', 'web', ['sh'], into('out'), into('err'), stdin, false, resolve)
    .catch(reject);
});
console.log(words.out.trim(), 'and', words.err.trim());
console.log('ended with', status.details.causes[0].message);
await core.deleteNamespacedPod({ name: 'node', namespace: 'default' });
