fn main() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    println!("naïve 日本語 🎉");
    println!("{}", line.trim_end());
    println!("{}", line.trim_end().chars().count());
}
