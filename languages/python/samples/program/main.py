"""Shortest paths from the first node of a weighted graph, by Dijkstra's algorithm."""

import heapq
import sys
from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(order=True)
class Step:
    distance: int
    node: str = field(compare=False)
    path: tuple[str, ...] = field(compare=False)


def read_graph(lines):
    graph = defaultdict(dict)
    for line in lines:
        start, end, weight = line.split()
        graph[start][end] = int(weight)
        graph[end].setdefault(start, int(weight))
    return graph


def shortest_paths(graph, start):
    best = {}
    queue = [Step(0, start, (start,))]
    while queue:
        step = heapq.heappop(queue)
        if step.node in best:
            continue
        best[step.node] = step
        for neighbour, weight in graph[step.node].items():
            if neighbour not in best:
                heapq.heappush(queue, Step(step.distance + weight, neighbour, (*step.path, neighbour)))
    return best


def main():
    graph = read_graph(sys.stdin)
    start = next(iter(graph))
    for node, step in sorted(shortest_paths(graph, start).items()):
        print(f"{start} -> {node}: {step.distance} ({' '.join(step.path)})")


main()
