import Control.Concurrent
import Control.Monad
main :: IO ()
main = do
  boxes <- forM [0 .. 7 :: Int] $ \i -> do { box <- newEmptyMVar; _ <- forkOS (putMVar box $! i * i); return box }
  squares <- mapM takeMVar boxes
  putStrLn (show (sum squares) ++ " 42")
