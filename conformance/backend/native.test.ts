import { nativeSubject } from './native-subject.ts';
import { backendSuite } from './suite.ts';

backendSuite(nativeSubject);
