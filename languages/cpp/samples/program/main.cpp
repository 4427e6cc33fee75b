// A segment tree: sums and least numbers of any range, while numbers change.
#include <bits/stdc++.h>
using namespace std;

template <typename T, typename Combine>
class SegmentTree {
public:
    SegmentTree(const vector<T> &items, T neutral, Combine combine)
        : size_(leaves_for(items.size())), neutral_(neutral), combine_(combine), nodes_(2 * size_, neutral) {
        copy(items.begin(), items.end(), nodes_.begin() + static_cast<ptrdiff_t>(size_));
        for (size_t i = size_ - 1; i > 0; i--) nodes_[i] = combine_(nodes_[2 * i], nodes_[2 * i + 1]);
    }

    void set(size_t position, T value) {
        size_t node = position + size_;
        nodes_[node] = value;
        for (node /= 2; node > 0; node /= 2) nodes_[node] = combine_(nodes_[2 * node], nodes_[2 * node + 1]);
    }

    T query(size_t from, size_t to) const {
        T left = neutral_, right = neutral_;
        for (size_t l = from + size_, r = to + size_; l < r; l /= 2, r /= 2) {
            if (l & 1) left = combine_(left, nodes_[l++]);
            if (r & 1) right = combine_(nodes_[--r], right);
        }
        return combine_(left, right);
    }

private:
    static size_t leaves_for(size_t count) {
        size_t leaves = 1;
        while (leaves < count) leaves *= 2;
        return leaves;
    }

    size_t size_;
    T neutral_;
    Combine combine_;
    vector<T> nodes_;
};

int main() {
    size_t count, questions;
    cin >> count >> questions;
    vector<long> numbers(count);
    for (auto &number : numbers) cin >> number;
    SegmentTree sums(numbers, 0L, plus<long>());
    SegmentTree least(numbers, numeric_limits<long>::max(), [](long a, long b) { return min(a, b); });
    string what;
    for (long a, b; questions-- > 0 && cin >> what >> a >> b;) {
        if (what == "sum") cout << sums.query(static_cast<size_t>(a) - 1, static_cast<size_t>(b)) << '\n';
        if (what == "min") cout << least.query(static_cast<size_t>(a) - 1, static_cast<size_t>(b)) << '\n';
        if (what == "set") sums.set(static_cast<size_t>(a) - 1, b), least.set(static_cast<size_t>(a) - 1, b);
    }
}
