-- Formulas of one variable: shown, simplified, differentiated and evaluated.
module Main (main) where

import qualified Data.Map as Map

data Formula
  = Number Integer
  | Variable String
  | Formula :+: Formula
  | Formula :*: Formula
  deriving (Eq)

infixl 6 :+:

infixl 7 :*:

instance Show Formula where
  show (Number number) = show number
  show (Variable name) = name
  show (left :+: right) = "(" ++ show left ++ " + " ++ show right ++ ")"
  show (left :*: right) = "(" ++ show left ++ " * " ++ show right ++ ")"

simplify :: Formula -> Formula
simplify (left :+: right) = case (simplify left, simplify right) of
  (Number 0, other) -> other
  (other, Number 0) -> other
  (Number a, Number b) -> Number (a + b)
  (a, b) -> a :+: b
simplify (left :*: right) = case (simplify left, simplify right) of
  (Number 0, _) -> Number 0
  (_, Number 0) -> Number 0
  (Number 1, other) -> other
  (other, Number 1) -> other
  (a, b) -> a :*: b
simplify other = other

derivative :: String -> Formula -> Formula
derivative name = simplify . go
  where
    go (Number _) = Number 0
    go (Variable other) = Number (if other == name then 1 else 0)
    go (left :+: right) = go left :+: go right
    go (left :*: right) = go left :*: right :+: left :*: go right

evaluate :: Map.Map String Integer -> Formula -> Maybe Integer
evaluate _ (Number number) = Just number
evaluate values (Variable name) = Map.lookup name values
evaluate values (left :+: right) = (+) <$> evaluate values left <*> evaluate values right
evaluate values (left :*: right) = (*) <$> evaluate values left <*> evaluate values right

main :: IO ()
main = mapM_ report [x :*: x :+: Number 3 :*: x, (x :+: Number 1) :*: (x :+: Number 1)]
  where
    x = Variable "x"
    at2 = evaluate (Map.fromList [("x", 2)])
    report formula = do
      let slope = derivative "x" formula
      print formula
      putStrLn ("  derivative: " ++ show slope)
      putStrLn ("  at 2: " ++ maybe "?" show (at2 formula) ++ ", slope " ++ maybe "?" show (at2 slope))
