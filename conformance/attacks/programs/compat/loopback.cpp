#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

static void need(bool held, const char *what) {
    if (!held) { std::perror(what); std::exit(1); }
}

int main() {
    int there = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    socklen_t size = sizeof address;
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    need(bind(there, reinterpret_cast<sockaddr *>(&address), size) == 0, "bind");
    need(listen(there, 1) == 0, "listen");
    need(getsockname(there, reinterpret_cast<sockaddr *>(&address), &size) == 0, "getsockname");
    std::thread server([there] {
        int peer = accept(there, nullptr, nullptr);
        char word[5];
        need(recv(peer, word, sizeof word, MSG_WAITALL) == 5 && send(peer, word, sizeof word, 0) == 5, "server");
        close(peer);
    });
    int here = socket(AF_INET, SOCK_STREAM, 0);
    need(connect(here, reinterpret_cast<sockaddr *>(&address), size) == 0, "connect");
    char word[6] = "";
    need(send(here, "hello", 5, 0) == 5 && recv(here, word, 5, MSG_WAITALL) == 5 && std::string(word) == "hello", "echo");
    server.join();
    auto late = std::async(std::launch::async, [] { std::this_thread::sleep_for(std::chrono::milliseconds(10)); return 42; });
    need(late.get() == 42, "timer");
    std::puts("HELD");
}
