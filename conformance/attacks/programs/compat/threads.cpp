#include <atomic>
#include <cstdio>
#include <future>
#include <thread>
#include <vector>
int main()
{
	std::vector<std::future<int>> squares;
	for (int i = 0; i < 8; i++) squares.push_back(std::async(std::launch::async, [i] { return i * i; }));
	int sum = 0, out = 0;
	for (auto &one : squares) sum += one.get();
	FILE *child = popen("echo 42", "r");
	if (!child || fscanf(child, "%d", &out) != 1 || pclose(child)) return 1;
	std::printf("%d %d\n", sum, out);
}
