use std::io;

fn main() {
    let numbers: Vec<i64> = io::stdin().lines().map(|line| line.unwrap().trim().parse().unwrap()).collect();
    println!("{} numbers, sum {}", numbers.len(), numbers.iter().sum::<i64>());
}
