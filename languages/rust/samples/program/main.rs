//! A recursive descent parser and evaluator of arithmetic expressions.
use std::fmt;
use std::io;
use std::iter::Peekable;
use std::str::Chars;

#[derive(Debug, PartialEq)]
enum Problem {
    Expected(char),
    Unexpected(char),
    EndOfLine,
    DivisionByZero,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Problem::Expected(what) => write!(out, "expected '{what}'"),
            Problem::Unexpected(what) => write!(out, "unexpected '{what}'"),
            Problem::EndOfLine => write!(out, "unexpected end"),
            Problem::DivisionByZero => write!(out, "division by zero"),
        }
    }
}

struct Parser<'a> {
    chars: Peekable<Chars<'a>>,
}

impl Parser<'_> {
    fn peek(&mut self) -> Option<char> {
        while self.chars.next_if(|c| c.is_whitespace()).is_some() {}
        self.chars.peek().copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.chars.next();
        }
        found
    }

    fn sum(&mut self) -> Result<f64, Problem> {
        let mut value = self.product()?;
        loop {
            if self.take('+') {
                value += self.product()?;
            } else if self.take('-') {
                value -= self.product()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn product(&mut self) -> Result<f64, Problem> {
        let mut value = self.factor()?;
        loop {
            if self.take('*') {
                value *= self.factor()?;
            } else if self.take('/') {
                let divisor = self.factor()?;
                if divisor == 0.0 {
                    return Err(Problem::DivisionByZero);
                }
                value /= divisor;
            } else {
                return Ok(value);
            }
        }
    }

    fn factor(&mut self) -> Result<f64, Problem> {
        if self.take('-') {
            return Ok(-self.factor()?);
        }
        if self.take('(') {
            let value = self.sum()?;
            return if self.take(')') { Ok(value) } else { Err(Problem::Expected(')')) };
        }
        let mut digits = String::new();
        self.peek();
        while let Some(digit) = self.chars.next_if(|c| c.is_ascii_digit() || *c == '.') {
            digits.push(digit);
        }
        match (digits.parse(), self.chars.peek()) {
            (Ok(number), _) => Ok(number),
            (Err(_), Some(other)) => Err(Problem::Unexpected(*other)),
            (Err(_), None) => Err(Problem::EndOfLine),
        }
    }
}

fn evaluate(line: &str) -> Result<f64, Problem> {
    let mut parser = Parser { chars: line.chars().peekable() };
    let value = parser.sum()?;
    match parser.peek() {
        None => Ok(value),
        Some(rest) => Err(Problem::Unexpected(rest)),
    }
}

fn main() -> io::Result<()> {
    for line in io::stdin().lines() {
        let line = line?;
        match evaluate(&line) {
            Ok(value) => println!("{line} = {value}"),
            Err(problem) => println!("{line}: {problem}"),
        }
    }
    Ok(())
}
