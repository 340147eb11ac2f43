"""Uses the official client for Python as its documentation shows; prints what came."""
import sys

from kubernetes import client, config, watch
from kubernetes.stream import stream

config.load_kube_config(sys.argv[1])
core, apps = client.CoreV1Api(), client.AppsV1Api()
labels = {"app": "python"}
container = client.V1Container(name="web", image="timonier/web:v1")
template = client.V1PodTemplateSpec(
    metadata=client.V1ObjectMeta(labels=labels), spec=client.V1PodSpec(containers=[container])
)
spec = client.V1DeploymentSpec(
    replicas=1, selector=client.V1LabelSelector(match_labels=labels), template=template
)
apps.create_namespaced_deployment(
    "default", client.V1Deployment(metadata=client.V1ObjectMeta(name="python"), spec=spec)
)


def is_ready(pod):
    return any(c.type == "Ready" and c.status == "True" for c in pod.status.conditions or [])


pods = watch.Watch()
for event in pods.stream(
    core.list_namespaced_pod, "default", label_selector="app=python", timeout_seconds=60
):
    name = event["object"].metadata.name
    if is_ready(event["object"]):
        print("a watch tells of", event["object"].metadata.labels["app"])
        pods.stop()

print("node", [node.metadata.name for node in core.list_node().items])
print("sets", [s.spec.replicas for s in apps.list_namespaced_replica_set("default").items])
print("leases", len(client.CoordinationV1Api().list_namespaced_lease("kube-node-lease").items))
print("ingresses", len(client.NetworkingV1Api().list_ingress_for_all_namespaces().items))

said = stream(
    core.connect_get_namespaced_pod_exec,
    name,
    "default",
    command=["sh", "-c", "echo out; echo err >&2"],
    stdout=True,
    stderr=True,
    stdin=False,
    tty=False,
)
print("said", sorted(said.split()))
talk = stream(
    core.connect_get_namespaced_pod_exec,
    name,
    "default",
    command=["sh"],
    stdout=True,
    stderr=True,
    stdin=True,
    tty=False,
    _preload_content=False,
)
talk.write_stdin("echo heard $((40 + 2))\nexit 4\n")
heard = ""
while talk.is_open():
    talk.update(timeout=1)
    if talk.peek_stdout():
        heard += talk.read_stdout()
print(heard.strip(), "and ended with", talk.returncode)
apps.delete_namespaced_deployment("python", "default")
