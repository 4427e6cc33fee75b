fn main() {
    let threads: Vec<_> = (0..8).map(|i: i32| std::thread::spawn(move || i * i)).collect();
    let sum: i32 = threads.into_iter().map(|t| t.join().unwrap()).sum();
    let out = std::process::Command::new("/bin/echo").arg("42").output().unwrap();
    println!("{} {}", sum, String::from_utf8(out.stdout).unwrap().trim());
}
