import { backendSuite } from '../backend/suite.ts';
import { dockerSubject } from './docker-subject.ts';

backendSuite(dockerSubject);
