import Greetings.Polite (greet)

main :: IO ()
main = putStrLn (greet "Ada")
